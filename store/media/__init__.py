"""Recordings and pictures: their files, their life, and what staff hear and see of them."""
