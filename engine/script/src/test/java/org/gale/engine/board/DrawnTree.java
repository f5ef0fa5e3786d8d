package org.gale.engine.board;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKey;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.PeNumber;

/**
 * Device tree of a board as another maker may write it: cells of any number, buses that move addresses, labels or
 * numbers, values in any form, comments, other controllers, and nodes in any order. Shares no code with Gale's trees.
 * Owned by one thread.
 */
final class DrawnTree
{
    private static final int FIRST_FRAME_HANDLE = 0x4000;
    private static final int GIC_HANDLE = 0x7000;
    private static final int FIRST_CPU_HANDLE = 0x100;
    private static final long HALF = 0x8000_0000L;
    private static final long WINDOW = 2 * HALF;
    /** Distance between an address of the outer bus and the physical one. */
    static final long MOVED = 0x8_0000_0000L;

    private final Random random;
    private final MachineConfig config;
    private final Board board;
    private final boolean isNumbered;
    private final boolean isWide;
    private final long moved;

    /** Makes a tree of a board whose frames are all below 4 GiB, or in the 4 GiB from {@link #MOVED} on. */
    DrawnTree(final MachineConfig config, final long seed)
    {
        this.config = config;
        this.board = config.board();
        this.random = new Random(seed);
        this.isNumbered = random.nextBoolean();
        this.isWide = random.nextBoolean();
        this.moved = board.frame(MachineKeys.IRS_CONFIG, 0) >= MOVED ? MOVED : 0;
    }

    /** Returns the source. */
    String text()
    {
        final List<String> nodes = new ArrayList<>(List.of(cpus(), memory(), gpio(), soc()));
        Collections.shuffle(nodes, random);

        return "/dts-v1/;" + space() + (coin() ? "/memreserve/ 0x1000 4096;\n" : "") + "/ {" + space() +
            "#address-cells = <2>;" + space() + "#size-cells = <2>;" + space() +
            (coin() ? "interrupt-parent = " + reference("gic", GIC_HANDLE) + ";\n" : "") +
            (coin() && !isNumbered ? "aliases { intc = &gic; chosen = \"a\\x41\\n\\\"\"; };\n" : "") +
            String.join("\n", nodes) + "};\n" +
            (isNumbered ? "" : "&gic { #interrupt-cells = <3>; /* later */ interrupts = <1 25 4>; };\n");
    }

    private String cpus()
    {
        final StringBuilder text = new StringBuilder("cpus { #size-cells = <0>; #address-cells = <" +
            (isWide ? 2 : 1) + ">;\n");
        for (int pe = 0; pe < config.pes(); pe++)
        {
            text.append(label("core" + pe)).append("cpu@").append(pe).append(" { device_type = \"cpu\"; reg = <")
                .append(isWide ? "0 " : "").append(pe).append(">;").append(handle(FIRST_CPU_HANDLE + pe)).append("};")
                .append(space());
        }

        return text.append(coin() ? "idle-states { entry-method = \"psci\"; };" : "").append("};").toString();
    }

    private String memory()
    {
        final long base = config.ramBase();
        final long half = config.ramBytes() / 2 & -4096L;
        if (coin() || half == 0)
        {
            return "memory { device_type = \"memory\"; reg = <" + wide(base) + ' ' + wide(config.ramBytes()) + ">; };";
        }

        return "memory@0 { device_type = \"memory\"; reg = <" + wide(base + half) + ' ' +
            wide(config.ramBytes() - half) + ">; };\nmemory@1 { device_type = \"memory\"; reg = <" + wide(base) +
            "> , <" + wide(half) + ">; };";
    }

    private String gpio()
    {
        return "gpio@4 { compatible = \"arm,pl061\", \"arm,primecell\"; interrupt-controller; gpio-controller;" +
            space() + "#interrupt-cells = <2>; interrupts = <3 7 4>; status = \"" + (coin() ? "okay" : "disabled") +
            "\"; };";
    }

    private String soc()
    {
        final StringBuilder text = new StringBuilder("soc { compatible = \"simple-bus\"; #address-cells = <" +
            cells() + ">; #size-cells = <" + cells() + ">; " + window() + "\n");
        final boolean isFirst = coin();
        text.append(isFirst ? bridges() : "").append(label("gic")).append("interrupt-controller {")
            .append(space()).append("compatible = \"arm,gic-v5\"; interrupt-controller;")
            .append(coin() ? "#interrupt-cells = <3>;" : "#interrupt-cells = [00 00 00 03];").append(bus())
            .append(handle(GIC_HANDLE));
        for (int irs = 0; irs < board.irss(); irs++)
        {
            text.append(routing(irs));
        }

        return text.append("};").append(isFirst ? "" : bridges()).append("};").toString();
    }

    private String routing(final int irs)
    {
        final StringBuilder text = new StringBuilder(label("irs" + irs)).append("irs@").append(irs)
            .append(" { compatible = \"arm,gic-v5-irs\";").append(bus());
        final List<String> names = new ArrayList<>(List.of("ns-config"));
        final List<String> frames = new ArrayList<>(List.of(frame(MachineKeys.IRS_CONFIG, irs)));
        if (config.virtual())
        {
            names.add("ns-setlpi");
            frames.add(frame(MachineKeys.IRS_SETLPI, irs));
        }
        if (coin())
        {
            Collections.reverse(names);
            Collections.reverse(frames);
        }
        text.append("reg = <").append(String.join(coin() ? ">, <" : " ", frames)).append(">; reg-names = \"")
            .append(String.join("\", \"", names)).append("\";").append(space());
        final List<Integer> pes = new ArrayList<>(board.pesOf(irs).numbers());
        Collections.shuffle(pes, random);
        final StringBuilder cpus = new StringBuilder();
        final StringBuilder iaffids = new StringBuilder();
        for (final int pe : pes)
        {
            cpus.append(isNumbered ? Integer.toString(FIRST_CPU_HANDLE + pe) : "&core" + pe).append(' ');
            iaffids.append(String.format("%04x", board.iaffids().of(new PeNumber(pe)).value()));
        }
        text.append("cpus").append(pes.isEmpty() && coin() ? ";" : " = <" + cpus + ">;").append("arm,iaffids")
            .append(pes.isEmpty() && coin() ? ";" : " = [" + iaffids + "];");
        for (int its = 0; config.virtual() && its < board.itss(); its++)
        {
            text.append(board.irsOfIts(its) == irs ? translation(its) : "");
        }

        return text.append("};\n").toString();
    }

    private String translation(final int its)
    {
        return "its@" + its + " { compatible = \"arm,gic-v5-its\"; reg-names = \"ns-config\"; reg = <" +
            frame(MachineKeys.ITS_CONFIG, its) + ">;" + bus() + label("frame" + its) + "msi-controller@" + its +
            " { msi-controller; #msi-cells = <1>; reg-names = \"ns-translate\"; reg = <" +
            frame(MachineKeys.ITS_TRANSLATE, its) + ">;" + handle(FIRST_FRAME_HANDLE + its) + " }; };";
    }

    private String bridges()
    {
        final StringBuilder text = new StringBuilder();
        for (int iwb = 0; config.virtual() && iwb < board.iwbs(); iwb++)
        {
            text.append("iwb@").append(iwb).append(" { compatible = \"arm,gic-v5-iwb\"; reg = <")
                .append(frame(MachineKeys.IWB_CONFIG, iwb)).append(">; #interrupt-cells = <2>; interrupt-controller;")
                .append("msi-parent = <")
                .append(isNumbered ? Integer.toString(FIRST_FRAME_HANDLE + board.itsOf(iwb)) :
                    "&frame" + board.itsOf(iwb)).append(' ').append(board.deviceOf(iwb)).append(">; };\n");
        }

        return text.toString();
    }

    /** Returns the cells of a bus that passes all addresses on, in one of three forms. */
    private String bus()
    {
        return "#address-cells = <" + cells() + ">; #size-cells = <" + cells() + ">;" +
            (coin() ? "ranges;" : "ranges = <" + cell(0) + ' ' + cell(0) + ' ' + cell(HALF) + ">, <" +
            cell(HALF) + ' ' + cell(HALF) + ' ' + cell(HALF) + ">;") + space();
    }

    /** Returns the window of the outer bus, which may move the addresses. */
    private String window()
    {
        return moved == 0 && isWide && coin() ? "ranges;" : "ranges = <" + cell(0) + ' ' + wide(moved) + ' ' +
            cell(HALF) + ">, <" + cell(HALF) + ' ' + wide(moved + HALF) + ' ' + cell(HALF) + ">;";
    }

    /** Returns an address of the inner buses and the length of a frame. */
    private String frame(final MachineKey<Long> key, final int part)
    {
        final long address = board.frame(key, part) - moved;
        assert address >= 0 && address < WINDOW : key.name();

        return cell(address) + ' ' + cell(0x1_0000);
    }

    private int cells()
    {
        return isWide ? 2 : 1;
    }

    private String cell(final long value)
    {
        return isWide ? wide(value) : number(value);
    }

    private String wide(final long value)
    {
        return number(value >>> 32) + ' ' + number(value & 0xffff_ffffL);
    }

    private String number(final long value)
    {
        return switch (random.nextInt(4))
        {
            case 0 -> Long.toString(value);
            case 1 -> "0x" + Long.toHexString(value).toUpperCase(Locale.ROOT);
            case 2 -> "0x" + Long.toHexString(value) + "UL";
            default -> value == 0 ? "00" : "0" + Long.toOctalString(value);
        };
    }

    private String reference(final String label, final int handle)
    {
        return isNumbered ? "<" + handle + '>' : "<&" + label + '>';
    }

    private String label(final String label)
    {
        return isNumbered ? "" : label + ": " + (coin() ? "also_" + label + ':' : "");
    }

    private String handle(final int handle)
    {
        return isNumbered ? " phandle = <" + handle + ">;" : "";
    }

    private String space()
    {
        return List.of(" ", "\n", " // it's; a = <1>; {\n", "\t/* } */ ", "\n\n").get(random.nextInt(5));
    }

    private boolean coin()
    {
        return random.nextBoolean();
    }
}
