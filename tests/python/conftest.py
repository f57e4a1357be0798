import pytest

import nest


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()
    nest.set_verbosity("M_WARNING")
    nest.strict_types = True
    yield
