package org.gale.engine.trace.text;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OpenHandlersTest
{
    private final OpenHandlers open = new OpenHandlers();

    @Test
    void shouldFindTheHandlerOfAKeyThatBeganLast()
    {
        begin(7, 100, 10);
        begin(8, 200, 20);
        begin(7, 300, 30);

        assertEquals(2, open.find(7));
        assertEquals(1, open.find(8));
        assertEquals(-1, open.find(9));
    }

    @Test
    void shouldKeepTheHandlersBehindOneThatEnds()
    {
        for (int i = 0; i < 5; i++)
        {
            begin(i, 100 + i, 1000 + i);
        }

        open.remove(1);
        open.remove(0);

        assertEquals(3, open.size());
        for (int i = 0; i < 3; i++)
        {
            assertEquals(i, open.find(2 + i));
            assertEquals(12 + i, open.get(i).name());
            assertEquals(102 + i, open.get(i).timeNs());
            assertEquals(1002 + i, open.get(i).ordinal());
        }
        assertEquals(-1, open.find(1));
        open.remove(2);
        assertEquals(-1, open.find(4));
    }

    @Test
    void shouldBeginAnEventAnewInThePlaceOfOneThatEnded()
    {
        begin(7, 100, 10);
        open.get(0).exit(150, true);
        open.get(0).join(9, 160, 1_000);
        open.get(0).exit(170, true);
        open.remove(0);

        begin(8, 200, 20);

        assertEquals(18, open.get(0).name());
        assertEquals(0, open.get(0).serviceNs());
        assertTrue(open.get(0).isRunning());
        assertEquals(-1, open.findFinished());
    }

    private void begin(final int key, final long timeNs, final long ordinal)
    {
        open.add().begin(key, 10 + key, true, timeNs, ordinal);
    }
}
