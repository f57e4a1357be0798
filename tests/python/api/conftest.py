import pytest

import nest


@pytest.fixture(autouse=True)
def documented_types(fresh_kernel):
    """Integers are converted for floats, as scripts written for the documented package expect."""
    nest.strict_types = False
    yield
    nest.strict_types = True
    nest.ResetKernel()
    nest.set(data_path="", data_prefix="")  # ResetKernel keeps them
