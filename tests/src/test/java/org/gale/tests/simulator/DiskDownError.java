package org.gale.tests.simulator;

/** End of a simulated process in a store to mapped memory, after which it does nothing more. */
final class DiskDownError extends Error
{
    private static final long serialVersionUID = 1L;

    DiskDownError()
    {
        super("the machine is down", null, false, false);
    }
}
