package org.gale.engine.transcript;

import java.io.PrintWriter;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.TerminalText;

/** Writer of results as TAP version 13, one test point per play of a file. Owned by the thread that reports. */
public final class TapWriter
{
    private final PrintWriter out;
    private final int playCount;
    private int number;
    private int passedCount;
    private int skippedCount;
    private long commandCount;

    /** Writes the head and the plan. */
    public TapWriter(final PrintWriter out, final int playCount)
    {
        this.out = out;
        this.playCount = playCount;
        out.println("TAP version 13");
        out.println("1.." + playCount);
    }

    /** Writes the test point of the next play. */
    public void write(final PlayResult result)
    {
        number++;
        commandCount += result.commandCount();
        if (result.isSkipped())
        {
            skippedCount++;
            out.println(("ok " + number + " - " + description(result.title()) + " # SKIP " +
                TerminalText.line(result.skipReason())).stripTrailing());
            return;
        }
        if (result.isPassed())
        {
            passedCount++;
            out.println("ok " + number + " - " + description(result.title()));
            return;
        }

        final PlayResult.Failure failure = result.failure();
        out.println("not ok " + number + " - " + description(result.title()));
        out.println("  ---");
        out.println("  message: " + quoted(failure.message()));
        out.println("  severity: " + (failure.kind().isOfTranscript() ? "fail" : "error"));
        if (failure.lineNumber() > 0)
        {
            out.println("  line: " + failure.lineNumber());
        }
        if (failure.expected() != null)
        {
            out.println("  expected: " + quoted(failure.expected()));
            out.println("  actual: " + quoted(failure.actual()));
        }
        if (!failure.lastCommands().isEmpty())
        {
            out.println("  last_commands:");
            for (final String command : failure.lastCommands())
            {
                out.println("    - " + quoted(command));
            }
        }
        if (!failure.explained().isEmpty())
        {
            out.println("  explained:");
            for (final String line : failure.explained())
            {
                out.println("    - " + quoted(line));
            }
        }
        out.println("  ...");
    }

    /** Writes the verdict. */
    public void end()
    {
        out.println("# " + passedCount + " of " + playCount + " passed, " +
            (skippedCount == 0 ? "" : skippedCount + " skipped, ") + NumberText.counted(commandCount, "command"));
        out.flush();
    }

    /** Returns a name as the description of a test point, where {@code #} would begin a directive. */
    private static String description(final String name)
    {
        return TerminalText.line(name.replace("\\", "\\\\")).replace("#", "\\#");
    }

    private static String quoted(final String text)
    {
        return "'" + TerminalText.of(text).replace("\n", "\\n").replace("'", "''") + "'";
    }
}
