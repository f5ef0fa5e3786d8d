package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class IdPoolTest
{
    @Test
    void shouldTakeTheLowestFreeIdUpToTheLimit()
    {
        final IdPool ids = new IdPool(4, 6);

        assertEquals(4, ids.take());
        assertEquals(5, ids.take());
        assertEquals(IdPool.NONE, ids.take());
        assertEquals(2, ids.count());
    }

    @Test
    void shouldTakeAReleasedIdAgain()
    {
        final IdPool ids = new IdPool(0, 4);
        ids.take();
        ids.take();

        ids.release(0);

        assertEquals(1, ids.count());
        assertEquals(0, ids.take());
        assertEquals(2, ids.take());
    }
}
