package org.gale.engine.storm.profile;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gale.engine.accounting.Account;
import org.gale.engine.gicv4.V4Rig;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the rows of two VMs of one vCPU, whose device of the VM's number has events of vINTIDs from 8200 on. */
class DirectRowsTest
{
    private static final int FIRST_VINTID = 8200;
    private static final int EVENTS = 12;
    private static final AccountingRow NONE_LOST = new AccountingRow("lost", "lost", 0, "owed, and pending nowhere");

    private final V4Rig rig = new V4Rig("cpus=2 lpi_bits=14");

    @BeforeEach
    void bringUp()
    {
        for (int vm = 0; vm < 2; vm++)
        {
            rig.line("create_vm 1");
            for (int event = 0; event < EVENTS; event++)
            {
                final int vintid = FIRST_VINTID + event;
                rig.lines("map " + vm + ' ' + vm + ' ' + event + " 0 " + vintid,
                    "config " + vm + ' ' + vintid + " 64 1");
            }
        }
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldShowTheIdentityOfEachRoute()
    {
        rig.lines("enable 1 0", "msi 0 0", "msi 0 0", "msi 0 1", "msi 1 0");

        final List<AccountingRow> rows = DirectRows.of(rig.machine(), null);

        assertEquals(List.of(
            new AccountingRow("direct", "direct", 1, "0 delivered, 0 coalesced, 1 pending, remainder 0"),
            new AccountingRow("forwarded", "forwarded", 3, "0 delivered, 1 coalesced, 2 pending, remainder 0"),
            new AccountingRow("in_transition", "in transition", 0,
                "0 delivered, 0 coalesced, 0 pending, remainder 0"), NONE_LOST), rows.stream().map(row ->
                    new AccountingRow(row.key(), row.name(), row.total(), row.remark())).toList());
    }

    /** The posted order loses what is pending in the table of a vCPU that is disabled. */
    @ParameterizedTest(name = "{0} lost")
    @CsvSource({"1", "2", "8", "9", "12"})
    void shouldNameWhatIsLostUpToALimit(final int count)
    {
        lose(1, count);

        final String names = IntStream.range(0, Math.min(8, count)).mapToObj(i -> "VM 1 LPI " + (FIRST_VINTID + i))
            .collect(Collectors.joining(", "));
        assertEquals(new AccountingRow("lost", "lost", count, names + (count > 8 ? ", ..." : "")), lost());
    }

    @Test
    void shouldNameWhatEachVmLost()
    {
        lose(0, 1);
        lose(1, 1);

        assertEquals(new AccountingRow("lost", "lost", 2, "VM 0 LPI 8200, VM 1 LPI 8200"), lost());
    }

    @Test
    void shouldNameALostInterruptWhoseEventCameAgain()
    {
        book(Intid.TYPE_LPI, true);

        assertEquals(new AccountingRow("lost", "lost", 1, "VM 1 LPI 8203"), lost());
    }

    @Test
    void shouldNameNoInterruptThatWasInvented()
    {
        book(Intid.TYPE_LPI, false);

        assertEquals(NONE_LOST, lost());
    }

    @Test
    void shouldNameNoSgi()
    {
        book(Intid.TYPE_SPI, true);

        assertEquals(NONE_LOST, lost());
    }

    @Test
    void shouldNameWhatIsLostNowAndWhatACommandFound()
    {
        book(Intid.TYPE_LPI, true);
        lose(0, 1);

        assertEquals(new AccountingRow("lost", "lost", 2, "VM 0 LPI 8200, VM 1 LPI 8203"), lost());
    }

    /** Books what a command finds at an interrupt of VM 1. */
    private void book(final int type, final boolean isLost)
    {
        final Account account =
            rig.machine().accounts().ledger(rig.machine().accounts().vmOwner(1)).account(type == Intid.TYPE_SPI);
        if (isLost)
        {
            account.event(8203);
        }
        account.settle(8203, isLost);
        account.acknowledgedOwed(8203);
    }

    private void lose(final int vm, final int count)
    {
        rig.lines("legacy on", "enable " + vm + " 0");
        for (int event = 0; event < count; event++)
        {
            rig.lines("msi " + vm + ' ' + event);
        }
        rig.lines("disable " + vm + " 0");
    }

    private AccountingRow lost()
    {
        return DirectRows.of(rig.machine(), null).get(3);
    }
}
