"""What `sessions` has Redis do, each in one trip and at one stroke."""

# A session is a hash: `text` is the JSON, sealed like the replies, `version` the turn that wrote it. The acts are a
# hash: when the person last `wrote` and `tapped` (seconds), `held`, the mark of mail that waits for them, and
# `attended`, that of staff having taken over. The pace is a set of this minute's messages, each counted once however
# often it is delivered.
# KEYS: lock, session, acts, seen, pace.
OPEN = """
local seen = redis.call('GET', KEYS[4])
if seen then return {'seen', seen, '', '', ''} end
local most = tonumber(ARGV[6])
if most > 0 and redis.call('SISMEMBER', KEYS[5], ARGV[7]) == 0 then
  local count = redis.call('SCARD', KEYS[5])
  if count >= most then
    return {redis.call('SADD', KEYS[5], 'told') == 1 and 'tell' or 'told', '', '', '', ''}
  end
  redis.call('SADD', KEYS[5], ARGV[7])
  if count == 0 then redis.call('EXPIRE', KEYS[5], ARGV[8]) end
end
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {'busy', holder, '', '', ''} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
if ARGV[3] ~= '' then
  redis.call('HSET', KEYS[3], ARGV[3], ARGV[4])
  redis.call('EXPIRE', KEYS[3], ARGV[5])
end
local session = redis.call('HMGET', KEYS[2], 'text', 'version')
local marks = redis.call('HMGET', KEYS[3], 'held', 'attended')
return {'ours', session[1] or '', session[2] or '', marks[1] or '', marks[2] or ''}
"""

# The turn is still ours if we hold the lock, or if it ran out and nobody wrote since. A commit whose answer was
# lost on the way is sent once more by the client: then it is our turn that wrote last. The alarm goes with the session.
# KEYS: the same, alarms; then for each line, the arguments from the eleventh on, the list that it goes to.
COMMIT = """
local holder = redis.call('GET', KEYS[1])
local version = redis.call('HGET', KEYS[2], 'version') or ''
if version == ARGV[1] then return 1 end
if holder and holder ~= ARGV[1] then return 0 end
if not holder and version ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[2], 'text', ARGV[3], 'version', ARGV[1])
redis.call('EXPIRE', KEYS[2], ARGV[5])
redis.call('SET', KEYS[4], ARGV[4], 'EX', ARGV[6])
if redis.call('HGET', KEYS[3], 'held') == ARGV[7] then redis.call('HDEL', KEYS[3], 'held') end
if ARGV[9] == '0' then redis.call('ZREM', KEYS[6], ARGV[10]) else redis.call('ZADD', KEYS[6], ARGV[9], ARGV[10]) end
redis.call('DEL', KEYS[1])
for line = 11, #ARGV do
  local list = KEYS[line - 4]
  redis.call('RPUSH', list, ARGV[line])
  redis.call('LTRIM', list, -ARGV[8], -1)
end
return 1
"""

# KEYS: lock, seen.
REFUSE = """
local seen = redis.call('GET', KEYS[2])
if seen then return seen end
local holder = redis.call('GET', KEYS[1])
if holder and string.sub(holder, -#ARGV[1]) == ARGV[1] then return false end
redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3])
return ARGV[2]
"""

RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"
