package org.gale.tables.ist;

import static org.gale.tables.ist.L2Iste.ACTIVE;
import static org.gale.tables.ist.L2Iste.ENABLE;
import static org.gale.tables.ist.L2Iste.HM;
import static org.gale.tables.ist.L2Iste.IRM;
import static org.gale.tables.ist.L2Iste.PENDING;
import static org.gale.tables.ist.L2Iste.acknowledged;
import static org.gale.tables.ist.L2Iste.deactivated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntPredicate;
import java.util.stream.Stream;

import org.gale.tables.field.Field;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class L2IsteTest
{
    private static final int LEVEL_PENDING = HM.mask() | PENDING.mask();

    private interface With
    {
        int apply(int iste, boolean value);
    }

    static Stream<Arguments> oneBitFields()
    {
        return Stream.of(
            oneBit(PENDING, L2Iste::isPending, L2Iste::withPending),
            oneBit(ACTIVE, L2Iste::isActive, L2Iste::withActive),
            oneBit(HM, L2Iste::isLevel, L2Iste::withHm),
            oneBit(ENABLE, L2Iste::isEnabled, L2Iste::withEnable),
            oneBit(IRM, L2Iste::isOneOfN, L2Iste::withIrm));
    }

    @ParameterizedTest
    @MethodSource("oneBitFields")
    void shouldReadAndChangeOneBitAlone(final Field field, final IntPredicate is, final With with)
    {
        assertTrue(is.test(field.mask()));
        assertFalse(is.test(~field.mask()));
        assertEquals(field.mask(), with.apply(0, true));
        assertEquals(~field.mask(), with.apply(-1, false));
        assertEquals(-1, with.apply(-1, true));
        assertEquals(0, with.apply(0, false));
    }

    @Test
    void shouldReadAndChangePriorityAlone()
    {
        assertEquals(31, L2Iste.priority(0xf800));
        assertEquals(0, L2Iste.priority(~0xf800));
        assertEquals(0xffff_07ff | (9 << 11), L2Iste.withPriority(-1, 9));
    }

    @Test
    void shouldReadAndChangeIaffidAlone()
    {
        assertEquals(0xffff, L2Iste.iaffid(0xffff_0000));
        assertEquals(0, L2Iste.iaffid(0xffff));
        assertEquals(0x8001_ffff, L2Iste.withIaffid(-1, 0x8001));
    }

    @Tag("B-INT-2")
    @ParameterizedTest(name = "pending {0}, active {1}, enabled {2}: {3}")
    @CsvSource({
        "false, false, false, false", "true, false, false, false",
        "false, true, false, false", "true, true, false, false",
        "false, false, true, false", "true, false, true, true",
        "false, true, true, false", "true, true, true, false" })
    void shouldBeCandidateWhenPendingInactiveAndEnabled(
        final boolean pending, final boolean active, final boolean enabled, final boolean candidate)
    {
        final int iste =
            L2Iste.withEnable(L2Iste.withActive(L2Iste.withPending(0, pending), active), enabled);

        assertEquals(candidate, L2Iste.isCandidate(iste));
        assertEquals(candidate, L2Iste.isCandidate(iste | ~(PENDING.mask() | ACTIVE.mask() | ENABLE.mask())));
    }

    @Tag("B-INT-6")
    @Test
    void shouldClearPendingWhenAnEdgeIsAcknowledged()
    {
        assertEquals(ACTIVE.mask(), acknowledged(PENDING.mask()));
    }

    @Tag("B-INT-6")
    @Test
    void shouldKeepPendingWhenALevelIsAcknowledged()
    {
        assertEquals(LEVEL_PENDING | ACTIVE.mask(), acknowledged(LEVEL_PENDING));
    }

    @Tag("B-INT-6")
    @Test
    void shouldKeepAllElseWhenAcknowledged()
    {
        final int rest = ~(PENDING.mask() | ACTIVE.mask());

        assertEquals(rest, acknowledged(rest) & ~ACTIVE.mask());
        assertEquals(rest & ~HM.mask(), acknowledged(~HM.mask()) & ~ACTIVE.mask());
    }

    @Tag("B-INT-8")
    @ParameterizedTest
    @ValueSource(ints = { -1, 0, 2, 3, 7, 0x0000_000a })
    void shouldClearNothingButActiveWhenDeactivated(final int iste)
    {
        assertEquals(iste & ~ACTIVE.mask(), deactivated(iste));
    }

    private static Arguments oneBit(final Field field, final IntPredicate is, final With with)
    {
        return Arguments.of(field, is, with);
    }
}
