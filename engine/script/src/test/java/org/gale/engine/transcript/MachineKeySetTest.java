package org.gale.engine.transcript;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.gale.engine.script.FakeTarget;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.TargetFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of transcripts that are played again with other keys. */
class MachineKeySetTest
{
    /** Driver that changes an invalid entry of the ITS and does not invalidate: a cache keeps the walk that failed. */
    private static final String WITHOUT_INVALIDATION = """
        > sysw 0 el1 ICC_CR0_EL1 1
        < OK
        > sysw 0 el1 ICC_PCR_EL1 31
        < OK
        > writel 0x08010080 1
        < OK
        > writel 0x08010190 0xe
        < OK
        > writeq 0x08010180 0x40100001
        < OK
        > writel 0x081000d0 8
        < OK
        > writeq 0x081000c0 0x40500000
        < OK
        > writel 0x08100080 1
        < OK
        > msi 0 3 5
        < OK
        > writeq 0x40500018 0x4000000040510001
        < OK
        > writeq 0x40510028 0x80000028
        < OK
        > insn 0 el1 CDPRI 0x40000028
        < OK
        > insn 0 el1 CDEN 0x40000028
        < OK
        > msi 0 3 5
        < OK
        > insn 0 el1 CDIA
        < OK 0x0000000140000028
        """;

    private final List<List<String>> machines = new ArrayList<>();
    private final TargetFactory fakes = keyValues ->
    {
        machines.add(keyValues);
        return FakeTarget.create(keyValues);
    };

    @Test
    void shouldFindTheMissingInvalidationWithACacheAlone()
    {
        assertEquals("ok · line 30: the reply differs · line 30: the reply differs · ok",
            play(WITHOUT_INVALIDATION, "its.cache=1", "its.cache=eager", "pes=2"));
        final String invalidating = WITHOUT_INVALIDATION.replace("> insn 0 el1 CDPRI",
            "> writeq 0x08100100 3\n< OK\n> writel 0x08100110 0x80000020\n< OK\n> insn 0 el1 CDPRI");
        assertEquals("ok · ok · ok", play(invalidating, "its.cache=1", "its.cache=eager"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "pes=2 its.cache=1 strict=1 | its.cache=eager | pes=2 strict=1 its.cache=eager",
        "pes=2 | ops.delay=8 ops.order=1 | pes=2 ops.delay=8 ops.order=1",
        "pes=2 | pes=4 | pes=4"})
    void shouldPutTheKeysOverThoseOfTheMachineLine(final String given, final String set, final String all)
    {
        final List<PlayResult> results =
            results(fakes, "> machine " + given + "   # a comment\n< OK\n> hppi 0\n< OK none\n", set);

        assertEquals(List.of(words(given), words(all)), machines);
        assertEquals(List.of("text.gt", "text.gt (" + set + ")"), results.stream().map(PlayResult::title).toList());
        assertEquals(List.of(2L, 2L), results.stream().map(PlayResult::commandCount).toList());
    }

    @Test
    void shouldGiveTheKeysToATranscriptWithoutAMachineLine()
    {
        results(fakes, "> help stats\n< *\n> hppi 0\n< OK none\n", "its.cache=1", "pes=2");

        assertEquals(List.of(List.of(), List.of("its.cache=1"), List.of("pes=2")), machines);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ops.order=1 | > hppi 0;< OK none | ops.order=1 needs an ops.delay of at least 1 (write ops.delay=8)",
        "ops.order=1 | > machine pes=2;< OK | ops.order=1 needs an ops.delay of at least 1 (write ops.delay=8)",
        "irs.spis=0:8 | > machine spis=4;< OK | irs.spis and spis exclude each other (leave spis out)",
        "irss=2 | > v4 host cpus=2  # two;< OK 0 | 'v4 host' has no irss=2 (leave it out)",
        "irss=2 | > machine strict=1;< OK;> v4 host;< OK 0 | 'v4 host' has no irss=2 (leave it out)",
        "ops.order=1 | > v4 host;< OK 0 | ops.order=1 needs an ops.delay of at least 1 (write ops.delay=8)",
        // The line is refused without the keys, too, and later machines take them or do not.
        "irss=2 | > v4 host cpus=0;< FAIL;> hppi 0;< OK none | ok",
        "irss=2 | > v4 host cpus=0;< FAIL;> v4 host;< OK 0 | 'v4 host' has no irss=2 (leave it out)",
        "irss=2 | > hppi 0;< OK none;> v4 host;< FAIL v4 | ok",
        "pes=8 | > machine pes=2 pes=4;< FAIL | ok",
        "pes=8 | > machine pes=none;< FAIL machine:;> hppi 0;< FAIL hppi:;> machine;< OK;> hppi 7;< FAIL | not ok",
        "pes=8 | > machine v4.cpus=2;< FAIL;> machine;< OK;> hppi 7;< FAIL | not ok",
        "irss=2 | > machine ops.order=1;< FAIL;> machine ops.delay=1 ops.order=1;< OK;> hppi 0;< OK none | ok",
        "its.cache=1 | > v4 host cpus=2 lpi_bits=15;< OK 0;> v4 create_vm 3;< OK 0;> v4 load 0 0 2;< FAIL | ok",
        "ops.order=1 | > machine ops.delay=4;< OK;> hppi 0;< OK none | ok"})
    void shouldSkipAMachineThatRefusesTheKeysAlone(final String set, final String text, final String expected)
    {
        final PlayResult result = results(MachineTarget::create, text.replace(';', '\n') + "\n", set).get(1);

        assertEquals(expected, expected.startsWith("not ok") ? result.isPassed() ? "ok" : "not ok" : verdict(result));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "explain lpi1 | OK {} | ok", "digest | OK 0x1 | ok",
        " \tdigest  # x | OK 0x1 | ok", "stats | OK {} | ok", "inspect regs | OK {} | ok",
        "stats | OK {} other words | ok", "stats | * | ok", "stats | FAIL or OK {} | ok",
        "stats | FAIL | not ok", "digest | FAIL # nothing | not ok", "stats | FAIL or FAIL x | not ok",
        "inspect nonsense | OK {} | not ok", "inspect nonsense | FAIL | ok", "digest 1 | OK 0x1 | not ok",
        "hppi 0 | OK LPI 5 31 | not ok", "statsx | OK {} | not ok", "# stats | OK {} | not ok"})
    void shouldNotCompareWhatShowsTheInsideWithOtherKeys(final String query, final String reply, final String verdict)
    {
        final String text = "> msi 0 0 0\n< OK\n> " + query + "\n< " + reply.replace(" or ", " | ") + "\n";
        final List<PlayResult> results = results(MachineTarget::create, text, "pes=2");

        assertEquals(verdict, results.get(1).isPassed() ? "ok" : "not ok", () -> verdict(results.get(1)));
        assertEquals(reply.equals("*") || (reply.equals("FAIL") && query.startsWith("inspect")),
            results.get(0).isPassed(), () -> verdict(results.get(0)));
    }

    @Test
    void shouldNotTakeAMalformedReplyToAQueryOfTheInside()
    {
        assertEquals("line 2 is not a reply to expect: 'mask' without its bits",
            verdict(results(MachineTarget::create, "> digest\n< OK 0x1 mask\n", "pes=2").get(1)));
    }

    @Test
    void shouldLetEachPlayEndForItself()
    {
        final TargetFactory broken = keyValues ->
        {
            if (keyValues.contains("pes=2"))
            {
                throw new IllegalStateException("broken");
            }
            return MachineTarget.create(keyValues);
        };

        assertEquals("ok · internal error: broken · ok · line 4: the reply differs",
            verdicts(results(broken, "> signal 0\n< *\n> hppi 2\n< OK none\n> hppi 3\n< OK none\n", "pes=2", "pes=4",
                "pes=1")));
        assertEquals("not yet · not yet", play("# SKIP not yet\n> hppi 0\n< FAIL\n", "pes=2"));
        assertEquals("holds no command · holds no command", play("# nothing\n", "pes=2"));
        final String unanswered = "line 1 is the end, and the reply to the last command is missing";
        assertEquals(unanswered + " · " + unanswered, play("> hppi 0\n", "pes=2"));
    }

    @Test
    void shouldTellOfEachPlayThatAFileEndsEarly() throws IOException
    {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed))
        {
            out.write(("> hppi 2\n< OK none\n" + "> hppi 0\n< OK none\n".repeat(100_000)).getBytes(
                StandardCharsets.US_ASCII));
        }
        final byte[] cut = Arrays.copyOf(packed.toByteArray(), packed.size() - 9);

        assertEquals("is truncated: the compressed data ends before its end · line 2: the reply differs",
            verdicts(new TranscriptPlayer(MachineTarget::create).play("cut.gt.gz", new ByteArrayInputStream(cut),
                List.of(MachineKeySet.parse("pes=1")))));
        assertEquals("is not a gzip file, though its name says so · is not a gzip file, though its name says so",
            verdicts(new TranscriptPlayer(MachineTarget::create).play("x.gz", new ByteArrayInputStream(new byte[3]),
                List.of(MachineKeySet.parse("pes=1")))));
    }

    @Test
    void shouldTellOfEachPlayThatAFileIsNotThere()
    {
        final List<PlayResult> results = new TranscriptPlayer(MachineTarget::create)
            .play(Path.of("absent.gt"), List.of(MachineKeySet.parse("pes=1")));

        assertEquals(List.of("absent.gt", "absent.gt (pes=1)"), results.stream().map(PlayResult::title).toList());
        assertEquals(2, results.stream().filter(
            result -> result.failure().kind() == PlayResult.PlayKind.UNREADABLE).count());
    }

    @Test
    void shouldCountTheCommandsOfAllPlays()
    {
        final TranscriptPlayer player = new TranscriptPlayer(fakes);

        player.play("x", new ByteArrayInputStream("> hppi 0\n< OK none\n".repeat(10_000).getBytes(
            StandardCharsets.US_ASCII)), List.of(MachineKeySet.parse("pes=1")));

        assertEquals(20_000, player.commandCount());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'' | there is no key (write 'its.cache=eager')", "'  ' | there is no key (write 'its.cache=eager')",
        "its.cach=1 | no machine key 'its.cach': did you mean 'its.cache'?",
        "its.cache | its.cache has no value (write its.cache=VALUE)",
        "its.cache= | its.cache has no value (write its.cache=VALUE)",
        "its.cache=2 | its.cache=2 is not 0, 1, eager, eager-valid or seeded", "=1 | no machine key ''",
        "pes=0 | pes=0 is out of range (1 to 4096)", "pes=2 pes=2 | pes is given twice",
        "pes=2, | pes: '2,' is not a number (try 16 or 0x10)",
        "its.cache=1 # eager | no machine key '#'", "v4.cpus=2 | no machine key 'v4.cpus=2': 'v4 host' takes it",
        "irs.spis=0:4 spis=4 | irs.spis and spis exclude each other (leave spis out)"})
    void shouldRefuseASetThatNoMachineTakes(final String text, final String message)
    {
        assertEquals(message,
            assertThrows(IllegalArgumentException.class, () -> MachineKeySet.parse(text)).getMessage());
    }

    @Test
    void shouldTakeAnyBlanksBetweenKeys()
    {
        assertEquals("ops.delay=8 ops.order=1", MachineKeySet.parse(" ops.delay=8 \t\n ops.order=1 ").text());
    }

    private static String play(final String text, final String... sets)
    {
        return verdicts(results(MachineTarget::create, text, sets));
    }

    private static List<PlayResult> results(final TargetFactory factory, final String text, final String... sets)
    {
        return new TranscriptPlayer(factory).play("text.gt",
            new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)),
            Arrays.stream(sets).map(MachineKeySet::parse).toList());
    }

    private static String verdicts(final List<PlayResult> results)
    {
        return String.join(" · ", results.stream().map(MachineKeySetTest::verdict).toList());
    }

    private static String verdict(final PlayResult result)
    {
        return result.isSkipped() ? result.skipReason() :
            result.failure() != null ? result.failure().message() : "ok";
    }

    private static List<String> words(final String text)
    {
        return List.of(text.split(" "));
    }
}
