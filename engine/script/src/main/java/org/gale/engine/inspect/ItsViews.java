package org.gale.engine.inspect;

import java.io.IOException;
import java.util.List;
import org.gale.engine.machine.Machine;
import org.gale.tables.field.LongField;
import org.gale.tables.its.DeviceIdBits;
import org.gale.tables.its.DeviceTable;
import org.gale.tables.its.ItsWalk;
import org.gale.tables.its.L1Dte;
import org.gale.tables.its.L1Itte;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.ItsDtBaser;
import org.gale.tables.register.ItsDtCfgr;

import static org.gale.engine.config.MachineKeys.DEVICEID_BITS;
import static org.gale.engine.config.MachineKeys.EVENTID_BITS;
import static org.gale.engine.config.MachineKeys.ITS_CONFIG;

/**
 * Views of the tables of an ITS, as its registers describe them, enabled or not. Owned by the thread that owns the
 * machine.
 */
final class ItsViews
{
    private final Machine machine;
    private final ViewJson answer;
    private final WordScan scan;
    private final int its;
    /** CONFIG frame of the ITS. */
    private final long frame;

    ItsViews(final Machine machine, final ViewRequest request, final ViewJson answer)
    {
        this.machine = machine;
        this.answer = answer;
        this.its = ViewChecks.its(machine, request);
        this.frame = machine.config().board().frame(ITS_CONFIG, its);
        this.scan = new WordScan(machine.memory(), answer);
    }

    /** Writes the device table. */
    void dt(final ViewRequest request) throws IOException
    {
        registers();
        table(new Names("DeviceID", "L1_DTE", L1Dte.FIELDS, "L2_DTE", L2Dte.FIELDS), ItsDtBaser.ADDR.address(baser()),
            new Shape(deviceIdBits(), ItsDtCfgr.STRUCTURE.isSet(cfgr()), ItsDtCfgr.L2SZ.get(cfgr())),
            request.has(View.Option.ALL));
    }

    /** Writes the translation table of a device. */
    void itt(final ViewRequest request) throws IOException
    {
        final int deviceId = (int)request.number(View.Option.DEVICE);
        final DeviceTable devices = new DeviceTable(machine.memory(), ItsDtBaser.ADDR.address(baser()),
            new DeviceIdBits(deviceIdBits()), ItsDtCfgr.L2SZ.get(cfgr()), ItsDtCfgr.STRUCTURE.isSet(cfgr()));
        final long address = devices.entryAddress(deviceId);
        registers();
        answer.number("DeviceID", Integer.toUnsignedLong(deviceId));
        answer.text("walk", reason(address));
        if (!ItsWalk.isFound(address))
        {
            return;
        }

        final long dte = devices.loadPlain(address);
        answer.address("address", address);
        answer.word("L2_DTE", dte, L2Dte.FIELDS);
        answer.flag("valid", L2Dte.isValid(dte));
        table(new Names("EventID", "L1_ITTE", L1Itte.FIELDS, "L2_ITTE", L2Itte.FIELDS), L2Dte.ittAddress(dte),
            new Shape(Math.min(L2Dte.eventIdBits(dte), machine.config().value(EVENTID_BITS)), L2Dte.isIttTwoLevel(dte),
                L2Dte.ittL2sz(dte)),
            request.has(View.Option.ALL));
    }

    private void registers() throws IOException
    {
        if (machine.config().board().itss() > 1)
        {
            answer.number("ITS", its);
        }
        answer.word("ITS_CR0", (int)machine.peek(frame + ItsCr0.OFFSET, Integer.BYTES), ItsCr0.FIELDS);
        answer.word("ITS_DT_BASER", baser(), ItsDtBaser.FIELDS);
        answer.word("ITS_DT_CFGR", cfgr(), ItsDtCfgr.FIELDS);
    }

    /** Names of a table's entries, and their fields. An L1_ITTE has the layout of an L1_DTE (B-ITS-4). */
    private record Names(String id, String l1, List<LongField> l1Fields, String l2, List<LongField> l2Fields)
    {
    }

    private record Shape(int idBits, boolean twoLevel, int l2sz)
    {
        private int l2IndexBits()
        {
            return ItsWalk.l2IndexBits(l2sz);
        }

        private long l1Entries()
        {
            return 1L << Math.max(0, idBits - l2IndexBits());
        }

        /** Returns the number of entries of a level 2 table, limited by the ids and by its span (B-TRAP-42). */
        private long l2Entries(final long l1Entry)
        {
            return 1L << Math.min(Math.min(idBits, l2IndexBits()), L1Dte.span(l1Entry));
        }
    }

    private void table(final Names names, final long base, final Shape shape, final boolean all) throws IOException
    {
        answer.address("base", base);
        answer.text("structure", shape.twoLevel() ? "two-level" : "linear");
        answer.number("entries", 1L << shape.idBits());
        if (!shape.twoLevel())
        {
            answer.beginList(names.l2());
            rows(names, base, 0, 1L << shape.idBits(), all);
            answer.endList();
            return;
        }

        final long end = shape.l1Entries();
        answer.beginList(names.l1());
        for (long i = scan.next(base, 0, end, all); i >= 0 && answer.beginEntry(); i = scan.next(base, i + 1, end, all))
        {
            answer.number("index", i);
            answer.number("first_" + names.id(), i << shape.l2IndexBits());
            answer.decoded(scan.word(base, i), names.l1Fields());
            answer.endEntry();
        }
        answer.endList();

        boolean complete = true;
        answer.beginList(names.l2());
        for (long i = scan.next(base, 0, end, false); complete && i >= 0; i = scan.next(base, i + 1, end, false))
        {
            final long l1Entry = scan.word(base, i);
            complete = !L1Dte.isValid(l1Entry) || rows(
                names, L1Dte.l2Address(l1Entry), i << shape.l2IndexBits(), shape.l2Entries(l1Entry), all);
        }
        answer.endList();
    }

    /**
     * Writes the entries of a linear or of a level 2 table.
     *
     * @return false if the view has no room for more
     */
    private boolean rows(
        final Names names, final long address, final long firstId, final long end, final boolean all)
        throws IOException
    {
        for (long i = scan.next(address, 0, end, all); i >= 0; i = scan.next(address, i + 1, end, all))
        {
            if (!answer.beginEntry())
            {
                return false;
            }
            answer.number(names.id(), firstId + i);
            answer.decoded(scan.word(address, i), names.l2Fields());
            answer.endEntry();
        }

        return true;
    }

    private static String reason(final long address)                            // B-ITS-3
    {
        if (ItsWalk.isFound(address))
        {
            return "found";
        }
        switch ((int)address)
        {
            case (int)ItsWalk.OUT_OF_RANGE: return "DeviceID out of range";
            case (int)ItsWalk.L1_ABORT: return "L1_DTE not in RAM";
            case (int)ItsWalk.L1_INVALID: return "L1_DTE not valid";
            case (int)ItsWalk.BEYOND_SPAN: return "DeviceID beyond SPAN";
            default: return "L2_DTE not in RAM";
        }
    }

    private long baser()
    {
        return machine.peek(frame + ItsDtBaser.OFFSET, Long.BYTES);
    }

    private int cfgr()
    {
        return (int)machine.peek(frame + ItsDtCfgr.OFFSET, Integer.BYTES);
    }

    private int deviceIdBits()                                                  // B-ITS-2
    {
        return Math.min(ItsDtCfgr.DEVICEID_BITS.get(cfgr()), machine.config().value(DEVICEID_BITS));
    }
}
