package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the partitions of a host and of the shares of a storm. */
class PartitionsTest
{
    private static final List<DeviceShape> DEVICES = List.of(new DeviceShape(
        "d", 1, 4, DeviceShape.Target.SPREAD, DeviceShape.SPREAD, new ClosedStream(4)));

    private static HostShape shape(final List<PartitionShape> partitions, final VmShape... groups)
    {
        return new HostShape(List.of(groups), HostShape.Order.GROUP, List.of(), partitions);
    }

    private static VmShape group(final String name, final int count, final int vpes, final String partition)
    {
        return new VmShape(name, count, vpes, DEVICES).in(partition);
    }

    private static PartitionShape partition(final String name, final long count, final long pes, final long vpeids)
    {
        final SettingValues values =
            SettingValues.NONE.with(PartitionShape.COUNT, count).with(StormSettings.PES, pes);

        return new PartitionShape(name, vpeids == 0 ? values : values.with(PartitionShape.VPEIDS, vpeids));
    }

    private static Partitions nodes()
    {
        return Partitions.of(shape(List.of(partition("node", 3, 2, 0), partition("big", 1, 5, 7)),
            group("web", 4, 2, "node"), group("db", 2, 3, "node1"), group("one", 1, 4, "big")), 11);
    }

    @Test
    void shouldDealVmsInTurnWhereAGroupNamesAllAndAllToOneWhereItNamesThat()
    {
        final Partitions nodes = nodes();

        assertArrayEquals(new int[] {0, 1, 2, 0, 1, 1, 3}, IntStream.range(0, 7).map(nodes::ofVm).toArray());
        assertArrayEquals(new int[] {2, 3, 1, 1}, IntStream.range(0, 4).map(nodes::vms).toArray());
        assertArrayEquals(new int[] {4, 8, 2, 4}, IntStream.range(0, 4).map(nodes::vcpus).toArray());
        assertEquals(List.of("node0", "node1", "node2", "big"), IntStream.range(0, 4).mapToObj(nodes::name).toList());
    }

    @Test
    void shouldNumberPesOnFromPartitionToPartition()
    {
        final Partitions nodes = nodes();

        assertArrayEquals(new int[] {0, 2, 4, 6}, IntStream.range(0, 4).map(nodes::firstPe).toArray());
        assertArrayEquals(new int[] {2, 2, 2, 5}, IntStream.range(0, 4).map(nodes::pes).toArray());
    }

    @Test
    void shouldGiveAPartitionWithoutVpeidsAsManyAsItHasVcpus()
    {
        assertArrayEquals(new int[] {4, 8, 2, 7}, IntStream.range(0, 4).map(nodes()::vpeids).toArray());
    }

    @Test
    void shouldHaveOnePartitionWhereNoneIsGiven()
    {
        final Partitions all = Partitions.of(shape(List.of(), group("web", 2, 2, null), group("db", 1, 1, null)), 9);

        assertEquals(1, all.count());
        assertEquals(3, all.vms(0));
        assertEquals(9, all.pes(0));
    }

    @Test
    void shouldMakeAPartitionOfEachVmWhoseVpesAreResident()
    {
        final Partitions all = Partitions.byVm(shape(List.of(), group("web", 2, 3, null), group("db", 1, 1, null)));

        assertEquals(3, all.count());
        assertArrayEquals(new int[] {0, 3, 6}, IntStream.range(0, 3).map(all::firstPe).toArray());
        assertArrayEquals(new int[] {3, 3, 1}, IntStream.range(0, 3).map(all::pes).toArray());
        assertEquals("vm2", all.name(2));
    }

    /** VMs 2, 3, 1, 1 of 7: of 10 the quotas are 2.86, 4.29, 1.43, 1.43, and two events remain. */
    @Test
    void shouldDivideByTheLargestRemainderAndTiesToTheLower()
    {
        assertArrayEquals(new long[] {3, 4, 2, 1}, nodes().byVms(10));
        assertArrayEquals(new long[] {2, 3, 1, 1}, nodes().byVms(7));
        assertArrayEquals(new long[] {0, 1, 0, 0}, nodes().byVms(1));
        assertArrayEquals(new long[] {2, 5, 1, 2}, nodes().byVcpus(10));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 6, 1_000_003, Long.MAX_VALUE})
    void shouldLoseNothingOfWhatIsDivided(final long total)
    {
        final Partitions nodes = nodes();

        assertEquals(total, LongStream.of(nodes.byVms(total)).sum());
        for (int count = 1; count <= 4; count++)
        {
            final int shares = count;
            assertEquals(total, IntStream.range(0, count)
                .mapToLong(i -> nodes.part(total, new Share(i, shares))).sum());
        }
    }

    /** A share of the engines of a share has the partitions that its index within the share deals to it. */
    @Test
    void shouldDealThePartitionsOfAShareToItsEnginesByTheirIndexWithinIt()
    {
        final Share share = new Share(1, 3);                        // partitions 1, 4, 7, 10, 13

        final Share first = share.engine(0, 2);
        final Share second = share.engine(1, 2);

        assertEquals(List.of(1, 7, 13), IntStream.range(0, 15).filter(first::has).boxed().toList());
        assertEquals(List.of(4, 10), IntStream.range(0, 15).filter(second::has).boxed().toList());
        assertEquals("4/6", second.text());
        assertTrue(Share.WHOLE.isWhole());
        assertFalse(share.isWhole());
        assertEquals(share, Share.parse(share.text()));
    }

    @ParameterizedTest
    @CsvSource({"4/4", "0/0", "-1/2", "1", "x/2", "1/2/3", "''", "1/-2", "999999/2"})
    void shouldRefuseWhatIsNoShare(final String text)
    {
        final String message = assertThrows(IllegalArgumentException.class, () -> Share.parse(text)).getMessage();

        assertEquals("'" + text + "' is no share (write I/N, with I from 0 to N - 1)", message);
    }
}
