package org.gale.engine.storm.run;

import org.gale.engine.command.MigrationStep;
import org.gale.engine.config.NumberText;

/** Failure of a migration that failed twice after its source was destroyed: the image alone has the VM. */
public final class MigrationFailedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final int vm;
    private final long pending;

    /**
     * Makes the failure.
     *
     * @param vm      of the storm
     * @param step    that failed twice
     * @param pending interrupts that are pending in the image
     * @param waiting messages that wait for the VM
     */
    public MigrationFailedException(final int vm, final MigrationStep step, final long pending, final long waiting)
    {
        super("the migration of VM " + vm + " failed twice at " + step.spelling() + ", after its source was " +
            "destroyed: its image holds " + NumberText.counted(pending, "pending interrupt") + ", and " +
            NumberText.counted(waiting, "message") + " for it " + (waiting == 1 ? "waits" : "wait"));
        this.vm = vm;
        this.pending = pending;
    }

    /** Returns the VM of the storm. */
    public int vm()
    {
        return vm;
    }

    /** Returns the interrupts that are pending in its image. */
    public long pending()
    {
        return pending;
    }
}
