package org.gale.engine.storm.engines;

import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.run.SilentListener;
import org.gale.engine.storm.run.StormListener;

/** Front end of one engine, which keeps what the session shows. Written by the engine's thread, read by others. */
final class EngineListener extends SilentListener
{
    private final StormListener ofStorm;
    private volatile StormProgress progress;
    private volatile StormResumed resumed = StormResumed.NONE;
    private volatile long deliveredBefore;
    private volatile String uncounted;
    private volatile Reading reading;
    private volatile long doneBytes;
    private volatile long totalBytes;
    private volatile double commandsPerS;

    /** Makes the front end of an engine. That of the storm shows broken promises alone. */
    EngineListener(final StormListener ofStorm)
    {
        this.ofStorm = ofStorm;
    }

    /** {@return the progress of the engine; null before it begins} */
    StormProgress progress()
    {
        return progress;
    }

    /** Returns the point at which the engine was resumed. */
    StormResumed resumed()
    {
        return resumed;
    }

    /** Returns the interrupts that the engine delivered before it was resumed. */
    long deliveredBefore()
    {
        return deliveredBefore;
    }

    /** {@return why the engine has no counters, or null} */
    String uncountedReason()
    {
        return uncounted;
    }

    /** {@return what its journal is read for; null while it is not} */
    Reading reading()
    {
        return reading;
    }

    /** Returns the bytes of the journal that were read. */
    long doneBytes()
    {
        return doneBytes;
    }

    /** Returns the bytes of the journal, 0 while they are not known. */
    long totalBytes()
    {
        return totalBytes;
    }

    /** Returns the commands that are replayed a second. */
    double commandsPerS()
    {
        return reading == null ? 0 : commandsPerS;
    }

    @Override
    public void reading(final Reading what, final long done, final long total, final double perS)
    {
        doneBytes = done;
        totalBytes = total;
        commandsPerS = perS;
        reading = what;
    }

    @Override
    public void readEnded()
    {
        reading = null;
        doneBytes = totalBytes;
    }

    @Override
    public void beginning(final StormDescription description)
    {
        resumed = description.resumed();
    }

    @Override
    public void running(final StormProgress running, final long before)
    {
        deliveredBefore = before;
        progress = running;
    }

    @Override
    public void broken(final InvariantBrokenException broken, final Machine machine)
    {
        ofStorm.broken(broken, machine);
    }

    @Override
    public void uncounted(final String reason)
    {
        uncounted = reason;
    }
}
