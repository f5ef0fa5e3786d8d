package org.gale.engine.gicv4;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

/** Tests of the LPIs that a host hands out. */
class LpiPoolTest
{
    private final LpiPool pool = new LpiPool(null, 0, 1);

    /** A doorbell that was claimed may be handled when its vPE is gone, and its LPI is nobody's. */
    @Test
    void shouldForgetWhoseDoorbellAnLpiWasWhenItIsFreed()
    {
        final int lpi = pool.allocate();
        final V4Vcpu vcpu = new V4Vcpu(null, 0, null);
        pool.own(lpi, vcpu);
        assertSame(vcpu, pool.vcpu(lpi));

        pool.free(lpi);

        assertNull(pool.vcpu(lpi));
        assertEquals(lpi, pool.allocate());
        assertNull(pool.vcpu(lpi));
    }

    @Test
    void shouldForgetWhoseEventAnLpiForwardedWhenItIsFreed()
    {
        final int lpi = pool.allocate();
        final Vlpi vlpi = new Vlpi(null, 8192, 0, 0, lpi, null);
        pool.own(lpi, vlpi);
        assertSame(vlpi, pool.vlpi(lpi));

        pool.free(lpi);

        assertNull(pool.vlpi(lpi));
        assertNull(pool.vlpi(lpi + 1));
    }
}
