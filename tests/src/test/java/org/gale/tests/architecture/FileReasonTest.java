package org.gale.tests.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rule that messages take the reason of a failed access to a file from {@code FileFailure}: the message of Java is
 * often the path alone.
 */
class FileReasonTest
{
    private static final Pattern CATCH = Pattern.compile(
        "catch \\(final (?:\\w+ \\| )*(?:IOException|FileSystemException)(?: \\| \\w+)* (\\w+)\\)\\s*\\{");

    @Test
    void shouldTakeTheReasonFromOneClass() throws IOException
    {
        final List<String> found = new ArrayList<>();
        for (final Path source : SourceTree.engine())
        {
            messages(Files.readString(source)).forEach(
                message -> found.add(SourceTree.name(source) + ": " + message));
        }

        assertThat(found).isEmpty();
    }

    @Test
    void shouldFindAMessageOfJava()
    {
        assertThat(messages("catch (final IOException ex)\n{\n if (x)\n {\n }\n print(ex.getMessage());\n}\n"))
            .containsExactly("ex.getMessage()");
        assertThat(messages("catch (final IOException | RuntimeException e)\n{\n e.getMessage();\n}"))
            .containsExactly("e.getMessage()");
        assertThat(messages("catch (final IOException ex)\n{\n}\nex.getMessage();")).isEmpty();
        assertThat(messages("catch (final JournalException ex)\n{\n ex.getMessage();\n}")).isEmpty();
    }

    /** Returns the messages of Java in blocks that catch a failed access. */
    private static List<String> messages(final String source)
    {
        final List<String> found = new ArrayList<>();
        final Matcher matcher = CATCH.matcher(source);
        while (matcher.find())
        {
            final String message = matcher.group(1) + ".getMessage()";
            if (source.substring(matcher.end(), end(source, matcher.end())).contains(message))
            {
                found.add(message);
            }
        }

        return found;
    }

    /** Returns the end of a block that begins before an index. */
    private static int end(final String source, final int begin)
    {
        int depth = 1;
        int at = begin;
        while (depth > 0 && at < source.length())
        {
            final char letter = source.charAt(at++);
            depth += letter == '{' ? 1 : letter == '}' ? -1 : 0;
        }

        return at;
    }
}
