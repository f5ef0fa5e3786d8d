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

/**
 * Rule that texts count by {@code NumberText.counted}, so that one thing is in the singular everywhere. Constants in
 * capitals are limits above one.
 */
class CountTextTest
{
    private static final String NOUNS = "(?:bytes|commands|events|files|frames|interrupts|lines|segments|visits|zeros)";
    private static final Pattern BY_HAND = Pattern.compile(
        "%,?d " + NOUNS + "\\b|(?:[a-z)]) \\+ \" " + NOUNS + "\\b(?! (?:\"|1 to))");

    @Test
    void shouldCountByTheOneHelper() throws IOException
    {
        final List<String> found = new ArrayList<>();
        for (final Path path : SourceTree.engine())
        {
            Files.readString(path, UTF_8).lines().filter(CountTextTest::isByHand)
                .forEach(line -> found.add(path.getFileName() + ": " + line.strip()));
        }

        assertThat(found).isEmpty();
    }

    @Test
    void shouldKnowACountByHand()
    {
        assertThat(isByHand("\"sound \\u00b7 %,d commands\"")).isTrue();
        assertThat(isByHand("end.frames() + \" frames\"")).isTrue();
        assertThat(isByHand("count + \" files left\"")).isTrue();
        assertThat(isByHand("LENGTH_LIMIT + \" bytes\"")).isFalse();
        assertThat(isByHand("NumberText.counted(count, \"frame\")")).isFalse();
        assertThat(isByHand("segment.end() + \" frames \" + 1")).isFalse();               // a key of gale.journal
    }

    private static boolean isByHand(final String line)
    {
        return BY_HAND.matcher(line).find();
    }
}
