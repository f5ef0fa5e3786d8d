package org.gale.engine.hypervisor;

/** Deliberate mistake of KVM, which a test hands to a machine to show that the simulator finds it. */
enum KvmMistake
{
    /** None. */
    NONE,
    /** A vCPU blocks without the request of its doorbell. */
    NO_DOORBELL,
    /** A doorbell is taken without waking its vCPU. */
    NO_WAKE,
    /** A PPI is injected without kicking its vCPU. */
    NO_KICK,
    /** A VM lives on although the IRS may or may not use a table of it. */
    TIMEOUT_FORGIVEN,
    /** The first pending interrupt of an image is left out of a restore. */
    PENDING_FORGOTTEN
}
