"""What every test shares: how many examples hypothesis tries where a test does not say, and no clock on them."""

from hypothesis import settings

# The suite has four minutes on two cores.
settings.register_profile("suite", max_examples=25, deadline=None)
settings.load_profile("suite")
