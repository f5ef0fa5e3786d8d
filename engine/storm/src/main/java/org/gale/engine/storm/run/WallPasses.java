package org.gale.engine.storm.run;

import java.util.Map;
import java.util.stream.IntStream;
import org.agrona.MutableDirectBuffer;
import org.gale.engine.command.MigrationStep;

/**
 * Passes that send the tables of a VM on the wall clock, before it stops. Each is the first HOST command of a frame, so
 * that a query just before these commands tells what it sends. Owned by the engine's thread.
 */
final class WallPasses
{
    private static final int NONE = -1;

    private final Precopy precopy;
    private final WallVerbs verbs;
    private int vm = NONE;
    private int made;                                               // of the VM in hand

    /** @param passes of each migration, 0 for none */
    WallPasses(final int passes, final WallVerbs verbs)
    {
        this.precopy = new Precopy(passes);
        this.verbs = verbs;
    }

    /** Returns the one of some VMs of which a journal has passes that no migration has used; −1 if there is none. */
    int begun(final int[] vms)
    {
        return IntStream.of(vms).filter(of -> precopy.passes() > 0 && verbs.passes(of) > 0).findFirst().orElse(NONE);
    }

    /**
     * Begins the passes of a VM, or goes on after those that were made.
     *
     * @param onceSent called once no pass is left
     */
    void take(final int of, final Runnable onceSent)
    {
        vm = of;
        made = precopy.passes() == 0 ? 0 : verbs.passes(of);
        callOnceSent(onceSent);
    }

    private void callOnceSent(final Runnable onceSent)
    {
        if (!isOpen())
        {
            onceSent.run();
        }
    }

    /** Takes over a VM that was stopped before, with no pass to come. */
    void stopped(final int of)
    {
        vm = of;
        made = precopy.passes();
    }

    /** Returns whether passes are left before the VM stops. */
    boolean isOpen()
    {
        return vm != NONE && made < precopy.passes();
    }

    /** Writes the next pass, and returns the offset after the command. */
    int write(final MutableDirectBuffer frame, final int offset)
    {
        return verbs.pass(frame, offset, vm);
    }

    /** Counts what the pass sends that is applied next. */
    void sending()
    {
        precopy.sent(made + 1, verbs.unsent(vm));
    }

    /**
     * Returns whether what was applied is a pass, which is noted then.
     *
     * @param onceSent called once no pass is left
     * @throws IllegalStateException if the machine did not make it
     */
    boolean isSent(final Runnable onceSent)
    {
        if (!isOpen())
        {
            return false;
        }
        made++;
        if (verbs.passes(vm) != made)
        {
            throw new IllegalStateException("the machine refuses pass " + made + " of VM " + vm);
        }
        callOnceSent(onceSent);

        return true;
    }

    /** Counts the pages that a step sends, which is applied next: save sends the rest. */
    void beforeStep(final MigrationStep step)
    {
        if (step == MigrationStep.SAVE && precopy.passes() > 0)
        {
            precopy.rest(verbs.unsent(vm));
        }
    }

    /** Returns the pages there are, then those of each pass and of save, by table; null without passes. */
    Map<String, Map<String, Long>> counts()
    {
        return precopy.counts();
    }
}
