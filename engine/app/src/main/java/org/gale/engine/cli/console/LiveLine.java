package org.gale.engine.cli.console;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.RunningAgent;
import org.gale.engine.host.ThreadHost;

/** Agent that draws a {@link ProgressLine} four times a second, from its start until it is closed. */
public final class LiveLine implements Agent, AutoCloseable
{
    /** Line of a storm that the user has interrupted. */
    private static final String ENDING = "  ending in good order   Ctrl-C again ends at once";

    private final ProgressLine line;
    private final boolean isShown;
    private final Supplier<String> text;
    private RunningAgent running;

    /**
     * @param line    owned by the agent until this is closed; cleared then
     * @param isShown false to draw nothing
     * @param text    the line as of now, called by the agent
     */
    public LiveLine(final ProgressLine line, final boolean isShown, final Supplier<String> text)
    {
        this.line = line;
        this.isShown = isShown;
        this.text = text;
    }

    /** Returns the text of a line that says, once work was asked to end, that it ends. */
    public static Supplier<String> untilEnding(final BooleanSupplier isEnding, final Supplier<String> text)
    {
        return () -> isEnding.getAsBoolean() ? ENDING : text.get();
    }

    /** Starts the drawing, if the line is shown. */
    public void start()
    {
        if (isShown)
        {
            running = ThreadHost.INSTANCE.start(this, new SleepingIdleStrategy(ProgressLine.INTERVAL_NS));
        }
    }

    @Override
    public int doWork()
    {
        final long nowNs = HostClock.nanoTime();
        if (line.isDue(nowNs))
        {
            line.draw(text.get(), nowNs);
        }

        return 0;
    }

    @Override
    public String roleName()
    {
        return "gale-live-line";
    }

    /** Ends the drawing and clears the line. */
    @Override
    public void close()
    {
        if (running != null)
        {
            running.end();
            running.checkFailure();
        }
        line.clear();
    }
}
