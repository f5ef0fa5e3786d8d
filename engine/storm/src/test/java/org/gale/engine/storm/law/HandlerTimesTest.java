package org.gale.engine.storm.law;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** A handler runs for as long as it is to, in parts or at once. */
@Tag("P14")
class HandlerTimesTest
{
    private final HandlerTimes law = new HandlerTimes(2);

    private void begin(final int vcpu, final long ns, final long nowNs)
    {
        law.begins(vcpu);
        law.takes(vcpu, ns);
        law.to(vcpu, true, nowNs);
    }

    @Test
    void shouldAddTheParts()
    {
        begin(1, 100, 1_000);
        law.to(1, false, 1_030);
        law.to(1, false, 1_500);
        law.to(1, true, 2_000);
        law.takes(1, 20);
        law.to(1, true, 2_070);
        law.ends(1, 2_090);
        law.to(1, false, 2_090);
        begin(1, 10, 2_090);
        law.ends(1, 2_100);

        assertNull(law.broken());
    }

    @ParameterizedTest
    @CsvSource({ "2069, 99", "2071, 101" })
    void shouldFindARestThatIsNotOne(final long endNs, final long ran)
    {
        begin(1, 100, 1_000);
        law.to(1, false, 1_030);
        law.to(1, true, 2_000);
        law.ends(1, endNs);
        begin(0, 100, 3_000);
        law.ends(0, 3_000);

        assertEquals("a handler of vCPU 1 ran for " + ran + " ns until 2,0" + endNs % 100 +
            " ns, and was to run for 100", law.broken());
    }
}
