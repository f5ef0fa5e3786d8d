package org.gale.engine.machine;

/** What leaves the IRS besides candidates: told to the machine at the moment it happens. */
public interface IrsOutputs
{
    /** The doorbell of a VPE rang: its LPI became pending in the physical domain, if that LPI can be reached. */
    void doorbell(int vmId, int vpeId, int lpiId);
}
