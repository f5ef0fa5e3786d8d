package org.gale.tests.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Negative controls of drivers: scripts that forget a wait, a synchronization or a barrier. A machine whose effects
 * come at once shows nothing of it, one with {@code ops.order=1} does, and the form that waits is right on both.
 */
@Tag("conformance")
@Tag("B-ORD-1")
@Tag("B-ORD-3")
@Tag("B-ORD-8")
@Tag("B-ITS-11")
@Tag("B-IRS-2")
class ForgetfulDriversTest
{
    private static final List<String> MACHINES = List.of("ops.delay=8 ops.order=1", "ops.delay=64 ops.order=1");
    private static final int CONTROLS = 21;
    private static final int LATER = 200;
    private static final int FORGETTING = 20;
    private static final int SEEDS = Integer.getInteger("gale.seeds", 20);
    private static final int MANY = Integer.getInteger("gale.seeds", 1000);
    private static final String SCRIPT = "== ";

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void shouldBeRightEverywhereIfItWaits(final String script) throws IOException
    {
        assertEquals(expected(script), play(script, "", false));
        for (final String keys : MACHINES)
        {
            assertEquals(expected(script), play(script, keys, false), keys);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void shouldBeSeenOnlyByAMachineThatKeepsNoOrderIfItForgets(final String script) throws IOException
    {
        assertEquals(expected(script), play(script, "", true));
        for (final String keys : MACHINES)
        {
            assertNotEquals(expected(script), play(script, keys, true), keys);
        }
    }

    /** Delays of their own find every script that forgets, and leave every one that waits alone. */
    @Tag("M-ORD")
    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void shouldBeFoundByASeedIfItForgets(final String script) throws IOException
    {
        final Map<String, List<String>> parts = parts();
        int found = 0;
        for (int seed = 1; seed <= SEEDS; seed++)
        {
            final String keys = "ops.seed=" + seed;
            assertEquals(expected(script), play(parts, script, keys, false), keys);
            found += seed > FORGETTING || expected(script).equals(play(parts, script, keys, true)) ? 0 : 1;
        }

        assertNotEquals(0, found);
    }

    /** Each is found within 1,000 seeds, and its form that waits is right under as many. */
    @Tag("M-ORD")
    @Tag("slow")
    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void shouldBeFoundWithinAThousandSeeds(final String script) throws IOException
    {
        final Map<String, List<String>> parts = parts();
        final String expected = expected(script);
        boolean isFound = false;
        for (int seed = 1; seed <= MANY; seed++)
        {
            final String keys = "ops.seed=" + seed;
            assertEquals(expected, play(parts, script, keys, false), keys);
            isFound |= !isFound && !expected.equals(play(parts, script, keys, true));
        }

        assertTrue(isFound);
    }

    /** The key {@code ops.delay} alone shows a forgotten wait, and neither a barrier nor a synchronization. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void shouldNeedTheOrderForBarriersAndSynchronizations(final String script) throws IOException
    {
        final boolean needsOrder = script.startsWith("GSB") || script.contains("SYNC");

        assertEquals(needsOrder, expected(script).equals(play(script, "ops.delay=8", true)));
    }

    @Test
    void shouldBeTwentyOne() throws IOException
    {
        assertEquals(CONTROLS, scripts().count());
    }

    private static Stream<String> scripts() throws IOException
    {
        return parts().keySet().stream().filter(part -> part.startsWith(SCRIPT)).map(
            part -> part.substring(SCRIPT.length()));
    }

    private static String expected(final String script) throws IOException
    {
        return parts().get(SCRIPT + script).stream().filter(line -> line.startsWith("= ")).findFirst().orElseThrow()
            .substring(2);
    }

    /** Plays a script and returns the reply to its question. */
    private static String play(final String script, final String keys, final boolean forgets) throws IOException
    {
        return play(parts(), script, keys, forgets);
    }

    private static String play(
        final Map<String, List<String>> parts, final String script, final String keys, final boolean forgets)
    {
        final String all = keys.contains("ops.seed") ? script.replaceAll("its.cache=\\S+", "") : script;
        final String own = Stream.of(all.split(" ", -1)).filter(word -> word.contains("=")).collect(joining(" "));
        try (Player player = new Player(parts, forgets))
        {
            player.execute(("machine " + keys + ' ' + own).replaceAll(" +", " ").strip());
            player.play(SCRIPT + script);

            return player.answer;
        }
    }

    /** Returns the lines of scripts and parts by name, without comments. */
    private static Map<String, List<String>> parts() throws IOException
    {
        final Map<String, List<String>> parts = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (final String text : Files.readAllLines(ConformanceTest.root().resolveSibling("drivers/forgotten.txt")))
        {
            final String line = text.replaceFirst("(^| +)#.*$", "").strip();
            if (line.startsWith(SCRIPT) || line.startsWith("["))
            {
                lines = new ArrayList<>();
                parts.put(line.replaceAll("[\\[\\]]", ""), lines);
            }
            else if (!line.isEmpty())
            {
                lines.add(line);
            }
        }

        return parts;
    }

    /** Session of a driver that may forget. */
    private static final class Player implements AutoCloseable
    {
        private final Map<String, List<String>> parts;
        private final boolean forgets;
        private final ReplyBuffer reply = new ReplyBuffer();
        private final ProtocolSession session = new ProtocolSession(MachineTarget::create, reply);
        private String answer;

        Player(final Map<String, List<String>> parts, final boolean forgets)
        {
            this.parts = parts;
            this.forgets = forgets;
        }

        /** Ends the session, whose machine has memory of its own. */
        @Override
        public void close()
        {
            session.close();
        }

        void play(final String part)
        {
            for (final String line : parts.get(part))
            {
                if (!line.startsWith("! "))
                {
                    step(line);
                }
                else if (!forgets)
                {
                    step(line.substring(2));
                }
            }
        }

        private void step(final String line)
        {
            final String[] words = line.split(" ", -1);
            switch (words[0])
            {
                case "use":
                    play(words[1]);
                    break;
                case "wait":
                    await(words[1], Long.decode(words[2]));
                    break;
                case "later":
                    for (int i = 0; i < LATER; i++)
                    {
                        execute("clock_step 1");
                    }
                    break;
                case "?":
                    answer = execute(line.substring(2));
                    break;
                case "=":
                    break;
                default:
                    execute(line);
                    break;
            }
        }

        private void await(final String address, final long mask)
        {
            int polls = 0;
            while ((Long.decode(execute("readl " + address).split(" ", -1)[1]) & mask) == 0)
            {
                polls++;
                assertTrue(polls < LATER, address);
            }
        }

        private String execute(final String line)
        {
            final byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
            final int start = reply.length();
            session.execute(bytes, 0, bytes.length);
            final String text = reply.text(start).strip();
            assertTrue(text.startsWith("OK"), () -> line + ": " + text);

            return text;
        }
    }
}
