package org.gale.engine.storm.law;

/** Step of a vCPU of a modelled host. */
public enum VcpuStep
{
    /** Sleeps. */
    ASLEEP,
    /** Its doorbell is taken. */
    RUNG,
    /** Is woken. */
    WAKING,
    /** Waits for a PE. */
    WAITING,
    /** Is loaded on a PE. */
    LOADING,
    /** Enters its guest. */
    ENTERING,
    /** Is in its guest, in no handler. */
    GUEST,
    /** Is in its guest, in a handler. */
    HANDLING,
    /** Is in its guest, in work that a handler has left. */
    WORKING,
    /** Exits to sleep. */
    EXITING,
    /** Is put, to sleep. */
    PUTTING,
    /** Exits for another vCPU. */
    PREEMPTING,
    /** Is put for another vCPU. */
    PREEMPTED,
    /** Enters again. */
    REENTERING,
    /** Has exited for interrupts of the host. */
    STOLEN,
    /** Is out of its guest while its VM migrates, and waits for no PE. */
    STOPPED
}
