"""What people ask: counted, reviewed where it was not understood, and the policy answers as staff change them."""
