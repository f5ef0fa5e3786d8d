package org.gale.engine.storm.job;

import java.util.List;
import java.util.regex.Pattern;
import org.gale.engine.config.Quantity;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormSettings;

/** Printer of jobs as YAML, each key in the order of its declaration. What it prints reads back as the same job. */
final class JobPrinter
{
    private static final String INDENT = "  ";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9./+-][A-Za-z0-9_./%+=|-]*");

    private final JobForms forms;
    private final StringBuilder text = new StringBuilder();

    JobPrinter(final JobForms forms)
    {
        this.forms = forms;
    }

    /** Returns a job as text. */
    String print(final Job job)
    {
        for (final JobKey key : forms.top().keys())
        {
            switch (key.name())
            {
                case "job" -> line("", "job", job.name());
                case "machine" -> machine(job.host());
                case "vms" -> groups(job.groups());
                case "phases" -> phases(job.phases());
                case "lane-files" -> map("lane-files", forms.laneFiles(), job.values());
                case "cpu" -> map("cpu", forms.cpu(), job.values());
                case "outputs" -> map("outputs", forms.outputs(), job.values());
                default -> setting("", key, job.values());
            }
        }

        return text.toString();
    }

    private void machine(final HostSpec host)
    {
        text.append("machine:\n");
        line(INDENT, JobForms.KIND, host.kind().label());
        forms.machine().keys().forEach(key -> setting(INDENT, key, host.values()));
        nested("scheduler", forms.scheduler(), host.values());
        nested("injection", forms.injection(), host.values());
    }

    private void nested(final String name, final JobForm form, final SettingValues values)
    {
        if (form.settings().stream().anyMatch(values::has))
        {
            text.append(INDENT).append(name).append(":\n");
            form.keys().forEach(key -> setting(INDENT + INDENT, key, values));
        }
    }

    private void groups(final List<VmGroup> groups)
    {
        text.append("vms:\n");
        groups.forEach(this::group);
    }

    private void group(final VmGroup group)
    {
        line(INDENT + "- ", JobForms.NAME, group.name());
        forms.group().keys().forEach(key -> setting(INDENT.repeat(2), key, group.values()));
        text.append(INDENT.repeat(2)).append("devices:\n");
        group.devices().forEach(this::device);
    }

    private void device(final DeviceGroup device)
    {
        line(INDENT.repeat(3) + "- ", JobForms.NAME, device.name());
        forms.device().keys().forEach(key -> setting(INDENT.repeat(4), key, device.values()));
        text.append(INDENT.repeat(4)).append("traffic:\n");
        final String kind = device.traffic() instanceof Traffic.Open ? JobForms.OPEN : JobForms.CLOSED;
        line(INDENT.repeat(5), JobForms.KIND, kind);
        forms.traffic().keys().forEach(key -> setting(INDENT.repeat(5), key, device.traffic().values()));
    }

    private void phases(final List<Phase> phases)
    {
        text.append(phases.isEmpty() ? "" : "phases:\n");
        phases.forEach(this::phase);
    }

    private void phase(final Phase phase)
    {
        line(INDENT + "- ", JobForms.NAME, phase.name());
        line(INDENT.repeat(2), StormSettings.DURATION.name(), Quantity.durationText(phase.durationNs()));
        text.append(phase.changes().isEmpty() ? "" : INDENT.repeat(2) + "change:\n");
        phase.changes().forEach((name, values) ->
        {
            text.append(INDENT.repeat(3)).append(name).append(":\n");
            forms.change().keys().forEach(key -> setting(INDENT.repeat(4), key, values));
        });
    }

    private void map(final String name, final JobForm form, final SettingValues values)
    {
        if (form.settings().stream().anyMatch(values::has))
        {
            text.append(name).append(":\n");
            form.keys().forEach(key -> setting(INDENT, key, values));
        }
    }

    private void setting(final String indent, final JobKey key, final SettingValues values)
    {
        if (key.setting() == null || !values.has(key.setting()))
        {
            return;
        }
        final String shown = values.shown(key.setting());
        if (key.shape() == JobKey.Shape.CONDITIONS)
        {
            text.append(indent).append(key.name()).append(":\n");
            for (final String condition : shown.split(",", -1))
            {
                text.append(indent).append(INDENT).append("- ").append(quoted(condition.strip())).append('\n');
            }
        }
        else
        {
            line(indent, key.name(), shown);
        }
    }

    private void line(final String indent, final String key, final String value)
    {
        text.append(indent).append(key).append(": ").append(quoted(value)).append('\n');
    }

    /** Returns a scalar that reads back as a text, in quotes where YAML would take it for something else. */
    private static String quoted(final String value)
    {
        final String escaped = value.replace("${", "$${");

        final boolean isPlain = PLAIN.matcher(escaped).matches() && !escaped.equals("-");

        return isPlain ? escaped : '\'' + escaped.replace("'", "''") + '\'';
    }
}
