package org.gale.engine.storm.scenario;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JobParserTest
{
    private static final String NAME = "j.yaml";

    @Test
    void shouldKeepKeysInOrderWithTheirPlaces()
    {
        final JobNode.Fields job = parse("job: mixed\nvms:\n  - {name: a, vpes: 4}\n");

        assertEquals(List.of("job", "vms"), List.copyOf(job.fields().keySet()));
        assertEquals("j.yaml:1:6", job.get("job").place().toString());
        final JobNode.Fields group = (JobNode.Fields)((JobNode.Items)job.get("vms")).nodes().get(0);
        assertEquals("j.yaml:3:5", group.place().toString());
        assertEquals("j.yaml:3:15", group.fields().get("vpes").place().toString());
        assertEquals("j.yaml:3:21", group.get("vpes").place().toString());
    }

    @Test
    void shouldReadEveryScalarAsAText()
    {
        final JobNode.Fields job = parse("a: 0x10\nb: true\nc: ~\nd: '1'\ne:\n");

        assertEquals(List.of("0x10", "true", "~", "1", ""),
            job.fields().values().stream().map(field -> ((JobNode.Text)field.node()).text()).toList());
    }

    @Test
    void shouldRepeatWhatAnAliasNames()
    {
        final JobNode.Fields job = parse("a: &x {b: c}\nd: *x\n");

        assertEquals("c", ((JobNode.Text)((JobNode.Fields)job.get("d")).get("b")).text());
    }

    @ParameterizedTest
    @CsvFileSource(resources = "refused-texts.txt", delimiter = '|', quoteCharacter = '"', maxCharsPerColumn = 1000)
    void shouldRefuse(final String text, final String message)
    {
        final String raw = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0001", "\u0001")
            .replace("\\u0085", "\u0085");

        assertEquals(message, failure(raw));
    }

    @Test
    void shouldAdviseQuotesForAVariableInAFlowMap()
    {
        final String message = failure("vms: [{vpes: ${x:-4}}]\n");

        assertTrue(message.startsWith("j.yaml:1:15: this is not YAML: "), message);
        assertTrue(message.endsWith("quote a text with ${name}: '${name}')"), message);
    }

    @Test
    void shouldRefuseWhatIsNotUtf8()
    {
        final byte[] bytes = "job: ab\nx: ?\n".getBytes(StandardCharsets.UTF_8);
        bytes[11] = (byte)0xff;

        assertEquals("j.yaml:2:4: byte 0xff is not UTF-8 (save the file as UTF-8)",
            assertThrows(JobException.class, () -> JobText.of(bytes, NAME)).getMessage());
    }

    @Test
    void shouldTakeAFileAtTheLimitAndNoLongerOne()
    {
        final byte[] bytes = ("# " + "x".repeat(JobText.LIMIT - 2)).getBytes(StandardCharsets.UTF_8);
        assertEquals(JobText.LIMIT, JobText.of(bytes, NAME).length());

        final byte[] longer = ("# " + "x".repeat(JobText.LIMIT - 1)).getBytes(StandardCharsets.UTF_8);
        assertEquals("j.yaml:1:1: longer than 1 MiB, 1,048,576 bytes, the limit of such a file",
            assertThrows(JobException.class, () -> JobText.of(longer, NAME)).getMessage());
    }

    @Test
    void shouldTakeSixtyFourLevelsAndNoMore()
    {
        parse("a: " + "[".repeat(63) + "]".repeat(63));

        assertEquals("j.yaml:1:67: level 65 is too deep: a job has at most 64",
            failure("a: " + "[".repeat(64) + "]".repeat(64)));
        assertEquals("j.yaml:1:67: level 65 is too deep: a job has at most 64", failure("a: " + "[".repeat(9000)));
    }

    @Test
    void shouldCountTheLevelsBelowAnAlias()
    {
        final String deep = "a: &x " + "[".repeat(40) + "]".repeat(40) + "\nb: ";
        parse(deep + "[".repeat(23) + "*x" + "]".repeat(23));

        final String message = failure(deep + "[".repeat(24) + "*x" + "]".repeat(24));
        assertTrue(message.endsWith("is too deep: a job has at most 64"), message);
    }

    @Test
    void shouldTakeAThousandAliasesAndNoMore()
    {
        parse("a: &x y\nb: [" + aliases(1000) + "]\n");

        assertEquals("j.yaml:2:4005: alias *x is one too many: a job has at most 1,000",
            failure("a: &x y\nb: [" + aliases(1001) + "]\n"));
    }

    @Test
    void shouldCountNodesAsOftenAsAliasesRepeatThem()
    {
        final String tenths = IntStream.range(0, 9990).mapToObj(i -> "x").collect(Collectors.joining(","));
        parse("a: &x [" + tenths + "]\nb: [*x,*x,*x,*x,*x,*x,*x,*x,*x]\n");

        assertEquals("j.yaml:2:32: with its aliases the job has more than 100,000 nodes, the limit",
            failure("a: &x [" + tenths + "]\nb: [*x,*x,*x,*x,*x,*x,*x,*x,*x,*x]\n"));
    }

    @Test
    void shouldRefuseMoreNodesThanTheLimit()
    {
        final String many = IntStream.range(0, 100_000).mapToObj(i -> "x").collect(Collectors.joining(","));

        assertTrue(failure("a: [" + many + "]").endsWith("the job has more than 100,000 nodes, the limit"));
    }

    private static String aliases(final int count)
    {
        return IntStream.range(0, count).mapToObj(i -> "*x").collect(Collectors.joining(", "));
    }

    private static String failure(final String text)
    {
        return assertThrows(JobException.class, () -> parse(text)).getMessage();
    }

    private static JobNode.Fields parse(final String text)
    {
        return JobParser.parse(JobText.of(text.getBytes(StandardCharsets.UTF_8), NAME), NAME);
    }
}
