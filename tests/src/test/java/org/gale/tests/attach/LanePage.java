package org.gale.tests.attach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.tests.support.SourceTree;

/** Page {@code lane-files.md} and the header that it names. */
final class LanePage
{
    private static final Pattern EXAMPLE = Pattern.compile("\n```c\n(.*?)\n```\n", Pattern.DOTALL);
    private static final Path ENGINE = SourceTree.ROOT.resolve("engine");

    private LanePage()
    {
    }

    /** Returns the only program in C of the page. */
    static String example() throws IOException
    {
        final Matcher matcher = EXAMPLE.matcher(page());
        if (!matcher.find())
        {
            throw new IllegalStateException("the page has no program");
        }

        return matcher.group(1) + '\n';
    }

    static String page() throws IOException
    {
        return Files.readString(ENGINE.resolve("docs/lane-files.md"));
    }

    static String header() throws IOException
    {
        return Files.readString(ENGINE.resolve("include/gale_lane.h"));
    }
}
