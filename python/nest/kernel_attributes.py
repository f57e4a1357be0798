"""The kernel's settings as attributes of the package: ``nest.resolution = 0.1``."""

from .errors import UnknownAttributeError
from .html import Status
from .sli import sli

__all__ = ["KernelAttribute"]


class KernelAttribute:
    """One setting of the kernel, read from it and written to it.

    Parameters
    ----------
    typehint : str
        Type of the value.
    description : str
    readonly : bool
    default : str, optional
        The value after a reset.
    """

    def __init__(self, typehint, description, readonly=False, default=None):
        self._readonly = readonly
        self._type = typehint
        lines = [f"{description}", "", f"Type: {typehint}"]
        lines += [f"Default: {default}"] if default is not None else []
        lines += ["Read only."] if readonly else []
        self.__doc__ = "\n".join(lines)

    def __set_name__(self, owner, name):
        self._name = name
        owner._kernel_attr_names.add(name)
        if self._readonly:
            owner._readonly_kernel_attrs.add(name)

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        status = sli("GetKernelStatus")
        return Status(status) if self._name == "kernel_status" else status[self._name]

    def __set__(self, instance, value):
        if self._readonly:
            raise UnknownAttributeError(f"`{self._name}` is a read only kernel attribute.")
        instance.SetKernelStatus({self._name: value})


def _setting(typehint, description, default=None):
    return KernelAttribute(typehint, description, False, default)


def _fact(typehint, description, default=None):
    return KernelAttribute(typehint, description, True, default)


class KernelAttributes:
    """All settings. A base class of the package's own type."""

    _kernel_attr_names: set = set()
    _readonly_kernel_attrs: set = set()

    kernel_status = _fact("dict", "Every setting of the kernel.")
    resolution = _setting("float", "Time step (ms).", 0.1)
    tics_per_ms = _setting("float", "Tics in a millisecond; set together with the resolution.", 1000.0)
    ms_per_tic = _fact("float", "Length of a tic (ms).", 0.001)
    tics_per_step = _fact("int", "Tics in a time step.", 100)
    T_max = _fact("float", "Largest time that can be represented (ms).")
    T_min = _fact("float", "Smallest time that can be represented (ms).")
    biological_time = _setting("float", "Time of the simulation (ms); may be set to 0.0.", 0.0)
    to_do = _fact("int", "Steps left of the running simulation.", 0)
    min_delay = _setting("float", "Smallest delay (ms); set together with max_delay.", 0.1)
    max_delay = _setting("float", "Largest delay (ms); set together with min_delay.", 0.1)
    local_num_threads = _setting("int", "Threads of this process.", 1)
    total_num_virtual_procs = _setting("int", "Threads of all processes.", 1)
    num_processes = _fact("int", "Number of processes.", 1)
    rng_types = _fact("tuple of str", "Random number generators to choose from.")
    rng_type = _setting("str", "The random number generator.", "mt19937_64")
    rng_seed = _setting("int", "Seed of all random numbers, in 1 .. 2**32 - 1.", 143202461)
    network_size = _fact("int", "Number of nodes.", 0)
    num_connections = _fact("int", "Number of connections.", 0)
    node_models = _fact("tuple of str", "Names of the node models.")
    synapse_models = _fact("tuple of str", "Names of the synapse models.")
    connection_rules = _fact("tuple of str", "Names of the connection rules.")
    growth_curves = _fact("tuple of str", "Names of the growth curves.")
    recording_backends = _fact("tuple of str", "Names of the recording backends.")
    stimulation_backends = _fact("tuple of str", "Names of the stimulation backends.")
    max_num_syn_models = _fact("int", "How many synapse models there can be.", 512)
    local_spike_counter = _fact("int", "Spikes of neurons during the last run.", 0)
    off_grid_spiking = _fact("bool", "Is a model with precise spike times in use?", False)
    print_time = _setting("bool", "Show the progress of the simulation.", False)
    overwrite_files = _setting("bool", "May recorders overwrite files?", False)
    data_path = _setting("str", "Folder that recorders write to.", "")
    data_prefix = _setting("str", "Begin of the names of files that recorders write.", "")
    dict_miss_is_error = _setting("bool", "Are unknown parameters errors?", True)
    keep_source_table = _setting("bool", "Without effect here.", True)
    use_compressed_spikes = _setting("bool", "Without effect here.", True)
    use_wfr = _setting("bool", "Use waveform relaxation where models need it.", True)
    wfr_comm_interval = _setting("float", "Interval of waveform relaxation (ms).", 1.0)
    wfr_tol = _setting("float", "Tolerance of waveform relaxation.", 0.0001)
    wfr_max_iterations = _setting("int", "Largest number of iterations of waveform relaxation.", 15)
    wfr_interpolation_order = _setting("int", "Order of the polynomials of waveform relaxation: 0, 1 or 3.", 3)
    adaptive_target_buffers = _setting("bool", "Without effect here.", True)
    buffer_size_target_data = _setting("int", "Without effect here.", 2)
    buffer_size_spike_data = _setting("int", "Without effect here.", 2)
    growth_factor_buffer_target_data = _setting("float", "Without effect here.", 1.5)
    max_buffer_size_target_data = _setting("int", "Without effect here.", 16777216)
    send_buffer_size_secondary_events = _fact("int", "Size of a buffer.", 0)
    recv_buffer_size_secondary_events = _fact("int", "Size of a buffer.", 0)
    spike_buffer_grow_extra = _setting("float", "Without effect here.", 0.5)
    spike_buffer_shrink_limit = _setting("float", "Without effect here.", 0.2)
    spike_buffer_shrink_spare = _setting("float", "Without effect here.", 0.1)
    spike_buffer_resize_log = _fact("dict", "When buffers were resized.")
    min_update_time = _fact("float", "Shortest time an update took (s).", float("inf"))
    max_update_time = _fact("float", "Longest time an update took (s).", float("-inf"))
    update_time_limit = _setting("float", "Longest time an update may take (s).", float("inf"))
    structural_plasticity_synapses = _setting("dict", "Synapses that grow and vanish.", {})
    structural_plasticity_update_interval = _setting("float", "Interval of structural plasticity (ms).", 10000.0)
    eprop_update_interval = _setting("float", "Interval of e-prop updates (ms).", 1000.0)
    eprop_learning_window = _setting("float", "Window of e-prop learning (ms).", 1000.0)
    eprop_reset_neurons_on_update = _setting("bool", "Does an e-prop update reset the neurons?", True)
