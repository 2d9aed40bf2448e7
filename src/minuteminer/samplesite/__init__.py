"""An invented council's ModernGov site, to try and to test a collector against without troubling a real one."""

from minuteminer.samplesite.server import open_sample_site, serve_forever
from minuteminer.samplesite.site import LoggedRequest, SampleSite
from minuteminer.samplesite.switches import FAULTS, Fault, make_switches

__all__ = ["FAULTS", "Fault", "LoggedRequest", "SampleSite", "make_switches", "open_sample_site", "serve_forever"]
