package org.gale.engine.storm.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gale.engine.config.NearestName;

/**
 * Names of vCPUs. A name is that of the group of VMs, the number of the VM within it, a point and the number of the
 * vCPU: {@code web0.1} is the second vCPU of the first VM of web. Immutable.
 *
 * @param all in an order; none for no vCPU
 */
public record VcpuNames(List<String> all)
{
    /** No vCPU. */
    public static final VcpuNames NONE = new VcpuNames(List.of());
    /** Type of settings with such names, which jobs write as a list. */
    public static final SettingType<VcpuNames> TYPE =
        SettingType.tree(VcpuNames.class, "[VM.N, ...]", VcpuNames::read, VcpuNames::text);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}[0-9]{1,4}[.][0-9]{1,3}");

    public VcpuNames
    {
        all = List.copyOf(all);
    }

    private static VcpuNames read(final JobNode node)
    {
        return node instanceof JobNode.Items items ? checked(items.nodes().stream().map(FlowText::of).toList()) :
            parse(FlowText.of(node));
    }

    /**
     * Reads names that are separated by commas, in brackets or without any.
     *
     * @throws IllegalArgumentException if one is no name, or is there twice, with a message for the user
     */
    public static VcpuNames parse(final String text)
    {
        final boolean isList = text.startsWith("[") && text.endsWith("]");
        final String names = isList ? text.substring(1, text.length() - 1).strip() : text;

        return isList && names.isEmpty() ? NONE :
            checked(Arrays.stream(names.split(",", -1)).map(String::strip).toList());
    }

    private static VcpuNames checked(final List<String> names)
    {
        for (final String name : names)
        {
            if (!NAME.matcher(name).matches())
            {
                throw new IllegalArgumentException("'" + name + "' is no name of a vCPU (try web0.1: the second " +
                    "vCPU of the first VM of web)");
            }
        }
        final HashSet<String> seen = new HashSet<>();
        names.stream().filter(name -> !seen.add(name)).findFirst().ifPresent(name ->
        {
            throw new IllegalArgumentException("'" + name + "' is there twice (leave one out)");
        });

        return new VcpuNames(names);
    }

    /** Returns the name of each vCPU of groups of VMs, by its number over all of them. */
    public static List<String> of(final List<VmShape> groups)
    {
        final List<String> names = new ArrayList<>();
        for (final VmShape group : groups)
        {
            for (int vm = 0; vm < group.count(); vm++)
            {
                for (int vcpu = 0; vcpu < group.vpes(); vcpu++)
                {
                    names.add(name(group, vm, vcpu));
                }
            }
        }

        return names;
    }

    /** Returns the name of a vCPU of a VM, which is counted within its group. */
    public static String name(final VmShape group, final int vm, final int vcpu)
    {
        return group.name() + vm + '.' + vcpu;
    }

    /**
     * Returns whether each vCPU of a host is named, by its number over all VMs.
     *
     * @param host names of all its vCPUs
     * @throws IllegalArgumentException if a name is that of no vCPU or of two, with a message for the user
     */
    public boolean[] in(final List<String> host)
    {
        final Map<String, Integer> numbers = new HashMap<>();
        final HashSet<String> twice = new HashSet<>();
        for (int vcpu = 0; vcpu < host.size(); vcpu++)
        {
            if (numbers.put(host.get(vcpu), vcpu) != null)
            {
                twice.add(host.get(vcpu));
            }
        }
        final boolean[] named = new boolean[host.size()];
        for (final String name : all)
        {
            if (!numbers.containsKey(name))
            {
                throw new IllegalArgumentException("'" + name + "' is no vCPU of the job" +
                    NearestName.hint(name, host));
            }
            if (twice.contains(name))
            {
                throw new IllegalArgumentException("'" + name + "' are two vCPUs of the job (rename a group)");
            }
            named[numbers.get(name)] = true;
        }

        return named;
    }

    /** Returns the text that {@link #parse} reads back. */
    public String text()
    {
        return all.stream().collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public String toString()
    {
        return text();
    }
}
