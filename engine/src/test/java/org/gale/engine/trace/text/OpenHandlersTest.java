package org.gale.engine.trace.text;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class OpenHandlersTest
{
    private final OpenHandlers open = new OpenHandlers();

    @Test
    void shouldFindTheHandlerOfAKeyThatBeganLast()
    {
        open.add(7, 1, 100, 10);
        open.add(8, 2, 200, 20);
        open.add(7, 3, 300, 30);

        assertEquals(2, open.find(7));
        assertEquals(1, open.find(8));
        assertEquals(-1, open.find(9));
    }

    @Test
    void shouldKeepTheHandlersBehindOneThatEnds()
    {
        for (int i = 0; i < 5; i++)
        {
            open.add(i, 10 + i, 100 + i, 1000 + i);
        }

        open.remove(1);
        open.remove(0);

        assertEquals(3, open.size());
        for (int i = 0; i < 3; i++)
        {
            assertEquals(i, open.find(2 + i));
            assertEquals(12 + i, open.vector(i));
            assertEquals(102 + i, open.timeNs(i));
            assertEquals(1002 + i, open.ordinal(i));
        }
        assertEquals(-1, open.find(1));
        open.remove(2);
        assertEquals(-1, open.find(4));
    }
}
