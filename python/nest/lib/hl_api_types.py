"""Kept for programs that import from here."""

from ..json_text import serialize_data, to_json  # noqa: F401
from ..node_collection import NodeCollection  # noqa: F401
from ..parameters import CollocatedSynapses, CreateParameter, Parameter  # noqa: F401
from ..synapse_collection import SynapseCollection  # noqa: F401

NodeCollectionIterator = type(iter(NodeCollection()))
SynapseCollectionIterator = type(iter(SynapseCollection(None)))
