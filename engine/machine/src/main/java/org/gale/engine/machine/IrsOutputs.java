package org.gale.engine.machine;

/** Outputs of the IRS besides candidates, reported to the machine when they happen. */
public interface IrsOutputs
{
    /**
     * Reports that the doorbell of a VPE rang. Its LPI became pending in the physical domain, if that LPI can be
     * reached.
     */
    void doorbell(int vmId, int vpeId, int lpiId);
}
