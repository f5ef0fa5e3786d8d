package org.gale.tests.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Rule that only the command line spells options: other rooms name a setting, and the front end spells it. */
class OptionSpellingTest
{
    private static final Pattern OPTION = Pattern.compile("\"[^\"]*(?:(?<![-\\w])--[a-z]|(?<!\\w)-C )[^\"]*\"");

    @Test
    void shouldSpellOptionsInTheCommandLineAlone() throws IOException
    {
        final List<String> found = new ArrayList<>();
        for (final Path path : SourceTree.engine())
        {
            final Path place = Path.of(SourceTree.name(path));
            if (!place.startsWith("engine/cli"))
            {
                found.addAll(options(place, Files.readString(path, UTF_8)));
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void shouldFindAnOptionInALiteral()
    {
        final Path place = Path.of("A.java");

        assertThat(options(place, "out(\"(--latency off)\");")).hasSize(1);
        assertThat(options(place, "out(\"turns (-C iterations)\");")).hasSize(1);
        assertThat(options(place, "out(spelling.of(LATENCY) + \" off\");")).isEmpty();
    }

    private static List<String> options(final Path place, final String text)
    {
        return text.lines().filter(line -> OPTION.matcher(line).find()).map(line -> place + ": " + line.strip())
            .toList();
    }
}
