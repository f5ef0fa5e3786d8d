package org.gale.engine.cli.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.IntConsumer;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.FileFailure;

/** End of a process in the middle of its work, at a second signal. On the thread of the signal. */
public final class EndAtOnce
{
    private final PrintWriter err;
    private final String prefix;
    private final IntConsumer halt;

    /**
     * @param err    takes a reason, and the end of the line that is shown
     * @param prefix of messages
     */
    public EndAtOnce(final PrintWriter err, final String prefix)
    {
        this(err, prefix, Runtime.getRuntime()::halt);
    }

    EndAtOnce(final PrintWriter err, final String prefix, final IntConsumer halt)
    {
        this.err = err;
        this.prefix = prefix;
        this.halt = halt;
    }

    /** Removal of what the process holds on disk. */
    @FunctionalInterface
    public interface Removal
    {
        void run() throws IOException;
    }

    /** Ends the process with {@link ExitCode#INTERRUPTED} after a removal, and also where the host refuses that. */
    public void after(final Removal removal)
    {
        try
        {
            removal.run();
        }
        catch (final IOException ex)
        {
            err.println(prefix + TerminalText.of("could not be removed: " + FileFailure.text(ex)));
        }
        finally
        {
            err.println();
            err.flush();
            halt.accept(ExitCode.INTERRUPTED);
        }
    }
}
