package org.gale.engine.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKey;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.MachineLimits;
import org.gale.engine.config.PeNumber;

/**
 * Device tree of a machine, as source text: CPUs with MPIDRs, memory, timer and the interrupt controller by the
 * bindings {@code arm,gic-v5.yaml} and {@code arm,gic-v5-iwb.yaml}. An MPIDR has 16 PEs in Aff0; it is no IAFFID
 * (T-PE-1). Pure functions.
 */
public final class DeviceTree
{
    /** Property of the root with the keys that neither binding has, such as the number of wires of an IWB. */
    public static final String KEYS = "gale,keys";

    private static final int AFF0_BITS = 4;
    private static final int AFF1_SHIFT = 8;
    private static final String FRAME = "0x0 0x10000";
    /** Keys that the nodes of each tree say. */
    private static final Pattern HELD =
        Pattern.compile("preset|ram|pes|irss|itss|iwbs|iaffids|irs\\.([0-9]+\\.)?(config|pes)");
    /** Keys that the nodes of a tree say if the machine has all frames. */
    private static final Pattern HELD_IF_FULL = Pattern.compile(
        "irs\\.([0-9]+\\.)?setlpi|its\\.([0-9]+\\.)?[a-z]+|iwb\\.([0-9]+\\.)?(config|its|device)");

    private final MachineConfig config;
    private final Board board;
    private final StringBuilder text = new StringBuilder();
    private int depth;

    private DeviceTree(final MachineConfig config)
    {
        this.config = config;
        this.board = config.board();
    }

    /** Returns the source of the device tree of a machine. */
    public static String of(final MachineConfig config)
    {
        final DeviceTree tree = new DeviceTree(config);
        tree.write();

        return tree.text.toString();
    }

    /**
     * Returns whether the nodes of a tree say what a key says.
     *
     * @param key    name of a key of a machine
     * @param isFull true to ask for a machine with {@code preset=full}
     */
    public static boolean isHeld(final String key, final boolean isFull)
    {
        return HELD.matcher(key).matches() || (isFull && HELD_IF_FULL.matcher(key).matches());
    }

    /** Returns the MPIDR of a PE, without the bits that are the same in all. */
    public static int mpidr(final int pe)
    {
        return (pe >>> AFF0_BITS << AFF1_SHIFT) | (pe & ((1 << AFF0_BITS) - 1));
    }

    private void write()
    {
        line("/dts-v1/;");
        line("");
        open("/");
        line("compatible = \"gale,board\";");
        line("model = \"gale\";");
        keys();
        line("#address-cells = <2>;");
        line("#size-cells = <2>;");
        line("interrupt-parent = <&gic>;");
        cpus();
        open("memory@" + Long.toHexString(config.ramBase()));
        line("device_type = \"memory\";");
        line("reg = <" + cells(config.ramBase()) + ' ' + cells(config.ramBytes()) + ">;");
        close();
        open("psci");
        line("compatible = \"arm,psci-1.0\";");
        line("method = \"smc\";");
        close();
        open("timer");
        line("compatible = \"arm,armv8-timer\";");
        line("interrupts = <1 29 4>, <1 30 4>, <1 27 4>, <1 26 4>;");
        close();
        controller();
        for (int n = 0; config.virtual() && n < board.iwbs(); n++)
        {
            bridge(n);
        }
        close();
    }

    private void keys()
    {
        final String words = config.changedWords().stream()
            .filter(word -> !isHeld(word.split("=", -1)[0], config.virtual()))
            .map(word -> '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
            .collect(Collectors.joining(", "));
        if (!words.isEmpty())
        {
            line(KEYS + " = " + words + ';');
        }
    }

    private void cpus()
    {
        open("cpus");
        line("#address-cells = <1>;");
        line("#size-cells = <0>;");
        for (int pe = 0; pe < config.pes(); pe++)
        {
            open("cpu" + pe + ": cpu@" + Integer.toHexString(mpidr(pe)));
            line("device_type = \"cpu\";");
            line("compatible = \"arm,armv8\";");
            line("reg = <0x" + Integer.toHexString(mpidr(pe)) + ">;");
            line("enable-method = \"psci\";");
            close();
        }
        close();
    }

    private void controller()
    {
        open("gic: interrupt-controller");
        line("compatible = \"arm,gic-v5\";");
        line("#interrupt-cells = <3>;");
        line("interrupt-controller;");
        ranges();
        for (int n = 0; n < board.irss(); n++)
        {
            routing(n);
        }
        close();
    }

    private void routing(final int irs)
    {
        final long frame = board.frame(MachineKeys.IRS_CONFIG, irs);
        open("irs" + irs + ": irs@" + Long.toHexString(frame));
        line("compatible = \"arm,gic-v5-irs\";");
        line("reg = <" + cells(frame) + ' ' + FRAME + '>' + (config.virtual() ? ", <" +
            cells(board.frame(MachineKeys.IRS_SETLPI, irs)) + ' ' + FRAME + '>' : "") + ';');
        line("reg-names = \"ns-config\"" + (config.virtual() ? ", \"ns-setlpi\"" : "") + ';');
        ranges();
        final List<Integer> pes = board.pesOf(irs).numbers();                   // Linux needs both, also where empty
        line("cpus = " + (pes.isEmpty() ? "<>" :
            pes.stream().map(pe -> "<&cpu" + pe + '>').collect(Collectors.joining(", "))) + ';');
        line("arm,iaffids = /bits/ 16 <" + pes.stream()
            .map(pe -> "0x" + Integer.toHexString(board.iaffids().of(new PeNumber(pe)).value()))
            .collect(Collectors.joining(" ")) + ">;");
        for (int its = 0; config.virtual() && its < board.itss(); its++)
        {
            if (board.irsOfIts(its) == irs)                                     // M-ITSIRS
            {
                translation(its);
            }
        }
        close();
    }

    private void translation(final int its)
    {
        open("its" + its, "its", MachineKeys.ITS_CONFIG, its);
        line("compatible = \"arm,gic-v5-its\";");
        reg(MachineKeys.ITS_CONFIG, its);
        line("reg-names = \"ns-config\";");
        ranges();
        open("msi" + its, "msi-controller", MachineKeys.ITS_TRANSLATE, its);
        reg(MachineKeys.ITS_TRANSLATE, its);
        line("reg-names = \"ns-translate\";");
        line("#msi-cells = <1>;");
        line("msi-controller;");
        close();
        close();
    }

    private void bridge(final int iwb)
    {
        open("iwb" + iwb, "interrupt-controller", MachineKeys.IWB_CONFIG, iwb);
        line("compatible = \"arm,gic-v5-iwb\";");
        reg(MachineKeys.IWB_CONFIG, iwb);
        line("#address-cells = <0>;");
        line("#interrupt-cells = <2>;");
        line("interrupt-controller;");
        line("msi-parent = <&msi" + board.itsOf(iwb) + ' ' + board.deviceOf(iwb) + ">;");
        close();
    }

    private void ranges()
    {
        line("#address-cells = <2>;");
        line("#size-cells = <2>;");
        line("ranges;");
    }

    private void reg(final MachineKey<Long> key, final int part)
    {
        line("reg = <" + cells(board.frame(key, part)) + ' ' + FRAME + ">;");
    }

    private void open(final String label, final String name, final MachineKey<Long> key, final int part)
    {
        open(label + ": " + name + '@' + Long.toHexString(board.frame(key, part)));
    }

    private void open(final String name)
    {
        line(name + " {");
        depth++;
    }

    private void close()
    {
        depth--;
        line("};");
    }

    private void line(final String content)
    {
        text.append("\t".repeat(content.isEmpty() ? 0 : depth)).append(content).append('\n');
    }

    private static String cells(final long value)
    {
        return "0x" + Long.toHexString(value >>> Integer.SIZE) + " 0x" + Long.toHexString(value & 0xffff_ffffL);
    }

    /** Returns the topology of a machine, one line a part. */
    public static List<String> lines(final MachineConfig config)
    {
        final Board board = config.board();
        final List<String> lines = new ArrayList<>();
        for (int n = 0; n < board.irss(); n++)
        {
            lines.add("IRS " + n + "  config " + hex(board, MachineKeys.IRS_CONFIG, n) +
                (config.virtual() ? "  setlpi " + hex(board, MachineKeys.IRS_SETLPI, n) : "") +
                "  PEs " + board.pesOf(n) + "  SPIs " + board.spisOf(n));
        }
        for (int n = 0; config.virtual() && n < board.itss(); n++)
        {
            lines.add("ITS " + n + "  config " + hex(board, MachineKeys.ITS_CONFIG, n) + "  translate " +
                hex(board, MachineKeys.ITS_TRANSLATE, n) + "  IRS " + board.irsOfIts(n));
        }
        for (int n = 0; config.virtual() && n < board.iwbs(); n++)
        {
            lines.add("IWB " + n + "  config " + hex(board, MachineKeys.IWB_CONFIG, n) + "  ITS " + board.itsOf(n) +
                "  DeviceID " + board.deviceOf(n) +
                (board.wiresOf(n) == MachineLimits.IWB_WIRES ? "" : "  wires " + board.wiresOf(n)));
        }
        for (int pe = 0; pe < config.pes(); pe++)
        {
            lines.add("PE " + pe + "  IAFFID 0x" + Integer.toHexString(board.iaffids().of(new PeNumber(pe)).value()) +
                "  IRS " + board.irsOf(pe) + "  link " + board.link().key());
        }

        return lines;
    }

    private static String hex(final Board board, final MachineKey<Long> key, final int part)
    {
        return "0x" + Long.toHexString(board.frame(key, part));
    }
}
