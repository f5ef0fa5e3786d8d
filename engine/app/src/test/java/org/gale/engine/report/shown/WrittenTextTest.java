package org.gale.engine.report.shown;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests that a law knows each number of the text of a storm: each is changed in turn, and has to be found. */
class WrittenTextTest
{
    private static final Pattern NUMBER =
        Pattern.compile("(?<![\\w.,/:=-])[0-9][0-9,]*(?:\\.[0-9]+)?(?![\\w.])|(?<= )[0-9a-f]{4}(?= |$)");

    /** Numbers of no law, each with the part of its line that ends with it, and the reason. */
    private static final List<String> UNKNOWN = List.of(
        "gale .*JDK.*",                                             // of this JVM, not of the storm
        "storm .* VMs with .*",                                     // sums of groups, each of which has its line
        " {9}.*(?:threads|toggles|moves|masks|retargets) [0-9]+",   // settings, as they are written
        "offered [^,]*|[a-z-]+ [0-9/]+",                            // what was asked for
        ".*: this run shows nothing about them .*|  0",
        ".*\\(the other .*");                                       // a median of VMs

    /** Numbers of no law where several engines ran: they were watched for times of their own. */
    private static final String UNKNOWN_OF_SEVERAL =
        "(?:stalls  | {9}).*(?:engine|generator|helpers|stolen|throttled) [0-9.]+";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {
        "default --clock virtual --count 20k",
        "noisy-neighbour --clock virtual --count 20k",
        "direct --clock virtual --count 200k",
        "docs/examples/steps.yaml --set phases.low.duration=50ms --set phases.middle.duration=50ms " +
            "--set phases.high.duration=50ms --set phases.rest.duration=50ms --warmup 0",
        "default --count 100k --engines 2",
    })
    void shouldKnowEachNumber(final String storm) throws IOException
    {
        final JsonNode report = run(storm);
        final String text = out.toString();
        assertEquals(List.of(), WrittenText.faults(text, report));

        final List<String> unknown = new ArrayList<>();
        final Matcher number = NUMBER.matcher(text);
        while (number.find())
        {
            final int line = text.lastIndexOf('\n', number.start()) + 1;
            final String before = text.substring(line, number.end());
            if (WrittenText.faults(changed(text, number.start()), report).isEmpty() &&
                UNKNOWN.stream().noneMatch(before::matches) &&
                !(report.at("/host/engines").isArray() && before.matches(UNKNOWN_OF_SEVERAL)))
            {
                unknown.add(text.substring(line, number.start()) + "[" + number.group() + ']');
            }
        }

        assertEquals(List.of(), unknown);
    }

    private static String changed(final String text, final int at)
    {
        final char digit = text.charAt(at);

        return text.substring(0, at) + (digit == '9' || digit > 'a' ? '1' : (char)(digit + 1)) + text.substring(at + 1);
    }

    private JsonNode run(final String storm) throws IOException
    {
        final List<String> words = new ArrayList<>(List.of("storm"));
        words.addAll(List.of(storm.split(" ")));
        final Path json = directory.resolve("r.json");
        words.addAll(List.of("--json", json.toString()));
        final int exit = GaleRun.of(out, err, words.toArray(new String[0]));
        assertTrue(exit == 0 || exit == 4, err.toString());
        assertTrue(Files.exists(json), err.toString());

        return new ObjectMapper().readTree(json.toFile());
    }
}
