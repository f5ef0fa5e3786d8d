package org.gale.engine.script;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Functions with as many vectors as a word has bits, one fewer, one more, and up to their limit. */
class FunctionWidthsTest
{
    private static final int LIMIT = 2_048;
    private static final long BAR = 0x1000_0000L;
    private static final long OTHER_BAR = 0x1001_0000L;
    private static final int ENTRY = 16;

    private final AskedSession session = new AskedSession();

    @AfterEach
    void close()
    {
        session.close();
    }

    /** Messages, masks and pending bits of all vectors go to another function, which is as wide. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 127, 128, 129, 191, 192, 193, LIMIT - 1, LIMIT})
    void shouldTakeEachVectorIntoAnImageAndOutOfIt(final int vectors)
    {
        final Random random = new Random(vectors);
        say("OK 0", "msix create 5 vectors=" + vectors + " bar=" + BAR);
        say("OK 0", "msix create 3 vectors=" + vectors + " bar=" + OTHER_BAR);
        say("OK 0", "msix control 5 enable=1 mask=1");
        final String fresh = table(5);
        for (int vector = 0; vector < vectors; vector++)
        {
            final long at = BAR + (long)vector * ENTRY;
            say("writeq " + at + ' ' + (0x7_0000_0000L + vector * 8L));
            say("writel " + (at + 8) + ' ' + (vectors + vector));
            say("writel " + (at + 12) + ' ' + random.nextInt(2));
            if (random.nextBoolean() || vector == vectors - 1)
            {
                say("msix trigger 5 " + vector);
            }
        }
        say("OK 0", "msix save 5 @image");
        final String saved = table(5);
        assertNotEquals(fresh, saved);

        say("OK 0", "msix restore 3 @image");

        assertEquals(saved, table(3));
        refuses(9, vectors - 1, BAR + 0x2_0000);
        refuses(11, vectors + 1, BAR + 0x3_0000);
    }

    private void refuses(final int function, final int vectors, final long bar)
    {
        if (vectors > 0 && vectors <= LIMIT)
        {
            say("OK 0", "msix create " + function + " vectors=" + vectors + " bar=" + bar);
            final String before = table(function);
            say("OK -EINVAL", "msix restore " + function + " @image");
            assertEquals(before, table(function));
        }
    }

    @Test
    void shouldHaveALimitOfVectors()
    {
        say("OK 0", "msix create 1 vectors=" + LIMIT + " bar=" + BAR);
        assertEquals("FAIL", say("msix create 2 vectors=" + (LIMIT + 1) + " bar=" + OTHER_BAR).substring(0, 4));
        say("OK", "msix state 1 " + (LIMIT - 1));
        assertEquals("FAIL", say("msix state 1 " + LIMIT).substring(0, 4));
    }

    private String table(final int function)
    {
        final String view = say("inspect msix --device " + function + " --all");

        return view.substring(view.indexOf("\"table\":"));
    }

    private void say(final String expected, final String line)
    {
        final String answer = say(line);
        assertEquals(expected, answer.substring(0, Math.min(expected.length(), answer.length())), line + ": " + answer);
    }

    private String say(final String line)
    {
        return session.say(line);
    }
}
