package org.gale.engine.trace.text;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OpenHandlerTest
{
    private static final long GAP_NS = 1_000;

    private final OpenHandler handler = new OpenHandler();

    @Test
    void shouldBeOneEventFromTheFirstEntryToTheLastExit()
    {
        run(1, false, 100, 110);
        assertTrue(next(2, true, 115, 130));
        assertTrue(next(3, false, 131, 150));

        assertEquals(100, handler.timeNs());
        assertEquals(50, handler.serviceNs());
        assertEquals(2, handler.name());
    }

    @Test
    void shouldHaveTheNameOfItsLineWhereNoneOrSeveralHandledIt()
    {
        run(1, false, 100, 110);
        next(2, false, 115, 130);
        assertEquals(ByteNames.NONE, handler.name());

        run(1, true, 100, 110);
        next(2, true, 115, 130);
        assertEquals(ByteNames.NONE, handler.name());
    }

    @Test
    void shouldHaveTheNameOfItsOnlyHandlerWhateverThatReturned()
    {
        run(1, false, 100, 110);

        assertEquals(1, handler.name());
    }

    @Test
    void shouldNotBeContinuedByAHandlerThatRanAlready()
    {
        run(1, true, 100, 110);
        next(2, true, 115, 130);

        assertFalse(handler.join(1, 135, GAP_NS));
        assertFalse(handler.join(2, 135, GAP_NS));
    }

    @Test
    void shouldNotBeContinuedWhileAHandlerRunsNorLongAfterIt()
    {
        handler.begin(7, 1, true, 100, 0);
        assertFalse(handler.join(2, 105, GAP_NS));

        handler.exit(110, true);
        assertFalse(handler.join(2, 110 + GAP_NS + 1, GAP_NS));
        assertTrue(handler.join(2, 110 + GAP_NS, GAP_NS));
    }

    @Test
    void shouldNotBeContinuedIfItHasNoLine()
    {
        handler.begin(7, 1, false, 100, 0);
        handler.exit(110, true);

        assertFalse(handler.join(2, 111, GAP_NS));
    }

    @Test
    void shouldHoldSoManyHandlersAndNoMore()
    {
        run(0, true, 100, 101);
        for (int name = 1; name < OpenHandler.NAMES_LIMIT; name++)
        {
            assertTrue(next(name, true, 101, 101));
        }

        assertFalse(handler.join(OpenHandler.NAMES_LIMIT, 101, GAP_NS));
    }

    private void run(final int name, final boolean isHandled, final long entryNs, final long exitNs)
    {
        handler.begin(7, name, true, entryNs, 0);
        handler.exit(exitNs, isHandled);
    }

    private boolean next(final int name, final boolean isHandled, final long entryNs, final long exitNs)
    {
        final boolean isNext = handler.join(name, entryNs, GAP_NS);
        handler.exit(exitNs, isHandled);

        return isNext;
    }
}
