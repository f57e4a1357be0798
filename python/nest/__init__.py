"""Simulation of networks of spiking neurons.

A network is made of nodes (neurons and devices) and connections between them:

>>> import nest
>>> neuron = nest.Create("iaf_psc_alpha", params={"I_e": 376.0})
>>> recorder = nest.Create("spike_recorder")
>>> nest.Connect(neuron, recorder)
>>> nest.Simulate(1000.0)
>>> recorder.events["times"]

Functions ``Create``, ``Connect``, ``Simulate``; models ``nest.node_models``, ``nest.synapse_models``;
rules ``nest.connection_rules``; random numbers ``nest.random``, ``nest.math``, ``nest.logic``; settings
of the kernel such as ``nest.resolution``; help ``nest.help("iaf_psc_alpha")``, ``nest.helpdesk()``; figures
``nest.voltage_trace``, ``nest.raster_plot``. ``nest.sli.trace()`` shows what every call emits.
"""

import sys as _sys

from . import _nest
from . import kernel
from . import sli
from . import info, ll_api, logic, logs, math, random, spatial_distributions
from .connections import Connect, Disconnect, GetConnections
from .errors import NESTError, NESTErrors, NESTMappedException
from .info import authors, get_argv, get_verbosity, help, helpdesk, message, set_verbosity, sysinfo
from .json_text import serialize_data, to_json
from .kernel_status import GetKernelStatus, SetKernelStatus, get, set
from .models import ConnectionRules, CopyModel, GetDefaults, Models, SetDefaults
from .module import NestModule, lazy_modules as _lazy_modules
from .node_collection import NodeCollection
from .nodes import Create, GetLocalNodeCollection, GetNodes, PrintNodes
from .parallel import GetLocalVPs, NumProcesses, Rank, SyncProcesses
from .parameters import CollocatedSynapses, CreateParameter, Parameter
from .simulation import Cleanup, Install, Prepare, ResetKernel, Run, RunManager, Simulate
from .status import GetStatus, SetStatus
from .synapse_collection import SynapseCollection

userdict = {}

_nest.wrap("literal", sli.SLILiteral)
_nest.wrap("nodecollectiontype", NodeCollection)
_nest.wrap("parametertype", Parameter)
_nest.wrap("connectiontype", SynapseCollection)
_nest.wrap("arraytype", SynapseCollection)

set_communicator = ll_api.set_communicator
__version__ = sli.sli("statusdict /version get")
_modules = {"kernel", "ll_api", "logic", "math", "random", "sli", "spatial_distributions"}
__all__ = sorted(
    {name for name, value in globals().items() if name[0] != "_" and (name in _modules or type(value) is not type(_sys))}
    | NestModule._kernel_attr_names
    | {*_lazy_modules(), "strict_types"}
)

ll_api.start()
info.read_command_line_and_environment()
sli.start_trace_from_environment()
_sys.modules[__name__].__class__ = NestModule
