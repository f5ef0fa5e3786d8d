package org.gale.engine.cli.golden;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.gale.engine.cli.GaleRun;

/** Command of {@code gale} in this process, as text: its exit code, what it printed, and its messages. */
public final class GoldenCommand
{
    private static final Pattern STYLE = Pattern.compile("(?s)<style.*?</style>");
    private static final Pattern PICTURE = Pattern.compile("(?s)<svg.*?</svg>");
    private static final String MESSAGES = "--- messages\n";

    private GoldenCommand()
    {
    }

    /** Runs a command line, and returns exit code, output and messages. */
    public static String run(final String... words)
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int exit = GaleRun.of(out, err, words);

        return "exit " + exit + '\n' + out + (err.toString().isEmpty() ? "" : MESSAGES + err);
    }

    /** Returns the style sheet of a page. */
    public static String style(final Path page) throws IOException
    {
        return STYLE.matcher(Files.readString(page)).results().map(MatchResult::group).findFirst().orElseThrow();
    }

    /** Returns a page without its style sheet, with the hash of each picture in its place. */
    public static String page(final Path page) throws IOException
    {
        return PICTURE.matcher(STYLE.matcher(Files.readString(page)).replaceAll("<style/>")).replaceAll(
            picture -> "<svg SHA-256 " + GoldenFiles.hash(picture.group()).substring(0, 16) + ">");
    }
}
