package org.gale.tests.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Rule that a test gives each option of the command line, and each key of {@code -C}, to a command. */
class OptionTestedTest
{
    private static final Pattern OPTION = Pattern.compile("names = (?:\\{[^}]*)?\"(--[a-z-]+)\"");
    private static final Pattern SETTING =
        Pattern.compile("Setting\\.of\\(\\s*\"([a-z_.-]+)\", (?:Setting\\.)?Group\\.([A-Z]+)");
    /** Group of the settings of profiles that no option sets. */
    private static final String PROFILE = "PROFILE";
    private static final String KEY = "KEY";
    /** Switches that are on by default; the option of one is {@code --no-replay}. */
    private static final Set<String> SWITCHES = Set.of("replay", "timers", "ipis");

    @Test
    void shouldGiveEachOptionToACommand() throws IOException
    {
        final String tests = text(SourceTree.tests());
        final Set<String> untested = new TreeSet<>();
        for (final String spelling : spellings(text(SourceTree.engine())))
        {
            if (!isGiven(spelling, tests))
            {
                untested.add(spelling);
            }
        }

        assertThat(untested).isEmpty();
    }

    @Test
    void shouldFindOptionsAndKeys()
    {
        assertThat(spellings("@Option(names = \"--live\", x) @Option(names = {\"-h\", \"--help\"}) " +
            "Setting.of(\"vms\", Group.TRAFFIC, COUNT) Setting.of(\"slice\", Setting.Group.KEY, DURATION)"))
            .containsExactlyInAnyOrder("--live", "--help", "--vms", "slice=");
        assertThat(isGiven("--live", "run(\"stat\", \"--live\")")).isTrue();
        assertThat(isGiven("--live", "run(\"stat\", \"--lively\")")).isFalse();
        assertThat(isGiven("slice=", "\"overcommit -C slice=1ms\"")).isTrue();
        assertThat(isGiven("slice=", "\"timeslice=1ms\"")).isFalse();
    }

    private static boolean isGiven(final String spelling, final String tests)
    {
        return Pattern.compile("(?<![\\w.-])" + Pattern.quote(spelling) + (spelling.endsWith("=") ? "" : "(?![\\w-])"))
            .matcher(tests).find();
    }

    private static Set<String> spellings(final String text)
    {
        final Set<String> spellings = new TreeSet<>();
        final Matcher option = OPTION.matcher(text);
        while (option.find())
        {
            spellings.add(option.group(1));
        }
        final Matcher setting = SETTING.matcher(text);
        while (setting.find())
        {
            final String name = setting.group(1);
            if (KEY.equals(setting.group(2)))
            {
                spellings.add(name + "=");
            }
            else if (!PROFILE.equals(setting.group(2)))
            {
                spellings.add((SWITCHES.contains(name) ? "--no-" : "--") + name);
            }
        }

        return spellings;
    }

    private static String text(final List<Path> sources) throws IOException
    {
        final StringBuilder text = new StringBuilder();
        for (final Path path : sources)
        {
            if (!path.endsWith("OptionTestedTest.java"))
            {
                text.append(Files.readString(path, UTF_8));
            }
        }

        return text.toString();
    }
}
