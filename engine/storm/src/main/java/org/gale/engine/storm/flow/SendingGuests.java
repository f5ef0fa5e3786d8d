package org.gale.engine.storm.flow;

/**
 * vCPUs on the wall clock that send events to one another, as those see them that run vCPUs. vCPUs are numbered over
 * all VMs. Times are those of the engine's clock, ns. Owned by the one thread on which generator and engine take turns.
 */
public interface SendingGuests
{
    /** vCPUs that send nothing. */
    SendingGuests NONE = new SendingGuests()
    {
        @Override
        public void entered(final int vcpu, final int pe)
        {
            // It may run, and sends nothing.
        }

        @Override
        public void left(final int vcpu)
        {
            // It has sent nothing.
        }

        @Override
        public boolean wantsPe(final int vcpu, final long nowNs)
        {
            return false;
        }
    };

    /** Notes that a vCPU is in its guest on a PE, once all commands are applied that were appended. */
    void entered(int vcpu, int pe);

    /** Notes that a vCPU leaves its guest with the commands that are appended next. */
    void left(int vcpu);

    /** Returns whether a vCPU without an interrupt to take wants a PE: it has something to send, or waits. */
    boolean wantsPe(int vcpu, long nowNs);
}
