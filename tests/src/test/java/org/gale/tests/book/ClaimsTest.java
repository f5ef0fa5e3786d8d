package org.gale.tests.book;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Claims of the book: each sentence stands on its page, and its figure holds on seeds other than those of the page, and
 * under other settings. A row has the command of a storm in virtual time, and that which it is compared with: then the
 * figure is the ratio of both. A command that begins with {@code @} runs the job of the {@code --what-if} of a profile.
 * Rows of one command share its runs.
 */
@Timeout(600)
class ClaimsTest
{
    private static final String TABLE = "/book/claims.csv";
    private static final List<String> SEEDS = List.of("2", "3");
    /** Exits of a storm that holds, of one that loses, and of one whose mistake never acted. */
    private static final Set<Integer> EXITS =
        Set.of(ExitCode.OK, ExitCode.INVARIANT_BROKEN, ExitCode.SKIPPED);
    private static final String COUNT_OPTION = "--count";
    /** Count of a command that has none. */
    private static final String COUNT = "20k";
    private static final int SETTINGS_LEAST = 2;
    private static final String JOB = "@";

    /** Files of jobs and of reports, which rows share. */
    @TempDir
    private static Path directory;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(resources = TABLE, delimiter = '|', numLinesToSkip = 1, maxCharsPerColumn = 1000)
    void shouldStandOnItsPage(
        final String page, final String sentence, final String command, final String against, final String settings)
        throws IOException
    {
        assertTrue(words(Files.readString(SourceTree.ROOT.resolve(page))).contains(words(sentence)),
            () -> page + ": " + sentence);
        assertTrue(settings(settings).size() >= SETTINGS_LEAST, () -> command + ": " + settings + ", " + against);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @Tag("slow")
    @CsvFileSource(resources = TABLE, delimiter = '|', numLinesToSkip = 1, maxCharsPerColumn = 1000)
    void shouldHoldOnOtherSeedsAndSettings(final String page, final String sentence, final String command,
        final String against, final String settings, final String figure, final double least, final double most)
        throws IOException
    {
        final List<String> wrong = new ArrayList<>();
        for (final String setting : settings(settings))
        {
            for (final String seed : SEEDS)
            {
                final double value = figure(command, setting, seed, figure) /
                    (against == null ? 1 : figure(against, setting, seed, figure));
                if (!(value >= least && value <= most))
                {
                    wrong.add(setting + ", seed " + seed + ": " + value);
                }
            }
        }

        assertEquals(List.of(), wrong, () -> page + ": " + sentence + " [" + least + ", " + most + "] of " + figure);
    }

    /** Returns a figure of the report of a storm. */
    private double figure(final String command, final String setting, final String seed, final String figure)
        throws IOException
    {
        final JsonNode value = new ObjectMapper().readTree(report(command, setting, seed).toFile()).at(figure);
        assertTrue(value.isNumber(), () -> command + ' ' + setting + ": no " + figure);

        return value.asDouble();
    }

    /** Returns the file with the report of a storm, which runs once. */
    private Path report(final String command, final String setting, final String seed) throws IOException
    {
        final List<String> words = new ArrayList<>(List.of("storm"));
        for (final String word : split(command + ' ' + setting))
        {
            words.add(word.startsWith(JOB) ? job(word.substring(JOB.length())) : word);
        }
        if (!words.contains(COUNT_OPTION))
        {
            words.addAll(List.of(COUNT_OPTION, COUNT));
        }
        words.addAll(List.of("--clock", "virtual", "--seed", seed, "--no-replay"));
        final Path report =
            directory.resolve(UUID.nameUUIDFromBytes(String.join(" ", words).getBytes(UTF_8)) + ".json");
        if (Files.notExists(report))
        {
            words.addAll(List.of("--json", report.toString()));
            final StringWriter err = new StringWriter();
            final int exit = GaleRun.of(new StringWriter(), err, words.toArray(new String[0]));
            assertTrue(EXITS.contains(exit), () -> words + ": exit code " + exit + '\n' + err);
        }

        return report;
    }

    /** Returns a file with the job of the question of a profile. */
    private String job(final String profile) throws IOException
    {
        final Path file = directory.resolve(profile + ".yaml");
        if (Files.notExists(file))
        {
            final StringWriter job = new StringWriter();
            final StringWriter err = new StringWriter();
            assertEquals(ExitCode.OK,
                GaleRun.of(job, err, "storm", profile, "--what-if", "--print-job"), err::toString);
            Files.writeString(file, job.toString());
        }

        return file.toString();
    }

    private static List<String> settings(final String column)
    {
        final List<String> settings = new ArrayList<>();
        for (final String setting : (column == null ? "" : column).split(";", -1))
        {
            settings.add(setting.strip());
        }

        return settings;
    }

    private static List<String> split(final String command)
    {
        return List.of(command.strip().split("\\s+"));
    }

    private static String words(final String text)
    {
        return String.join(" ", split(text));
    }
}
