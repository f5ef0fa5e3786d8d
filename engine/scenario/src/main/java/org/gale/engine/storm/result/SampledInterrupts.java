package org.gale.engine.storm.result;

/** Sampled interrupts of the measured part of a storm, and where they came from and went to. Read after the run. */
public interface SampledInterrupts
{
    /** Returns the number of interrupts that were kept. */
    int size();

    /** Returns the number of interrupts that were left out, because there was no more room. */
    long leftOut();

    /**
     * Returns an interrupt.
     *
     * @param index in the order of the acknowledges, from 0
     */
    Outlier get(int index);

    /** {@return the engine that took an interrupt, by its index; below 0 of a storm that one ran} */
    int engine(int index);

    /** {@return the partition of the VM of an interrupt} */
    int partition(Outlier interrupt);

    /** Returns the time of the first offer, on the clock of the interrupts, ns. */
    long firstNs();

    /** {@return the number within its VM of the VPE that an interrupt goes to when the storm begins} */
    int vpe(Outlier interrupt);

    /** Returns the DeviceID of the message of an interrupt, or of the one in whose name it is sent. */
    int deviceId(Outlier interrupt);

    /** Returns the EventID of the message of an interrupt, or of the one in whose name it is sent. */
    int eventId(Outlier interrupt);
}
