package org.gale.engine.storm.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.gale.engine.config.JsonText;
import org.gale.engine.config.Quantity;

/** Printer of jobs, each key in the order of its declaration. What it prints reads back as the same job. */
public final class JobPrinter
{
    private final JobForms forms;
    private final JobSink out;

    private JobPrinter(final JobForms forms, final JobSink out)
    {
        this.forms = forms;
        this.out = out;
    }

    /** Returns a job as YAML. */
    public static String yaml(final Job job, final JobForms forms)
    {
        final YamlSink yaml = new YamlSink();
        try
        {
            new JobPrinter(forms, yaml).print(job);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("a string cannot be written to", ex);
        }

        return yaml.lines();
    }

    /** Returns a job as one line of JSON. */
    public static String json(final Job job, final JobForms forms)
    {
        return JsonText.line(json -> new JobPrinter(forms, new JsonSink(json)).print(job));
    }

    private void print(final Job job) throws IOException
    {
        for (final JobKey key : forms.top().keys())
        {
            switch (key.name())
            {
                case "job" -> out.text("job", job.name());
                case "machine" -> machine(job.host());
                case "vms" -> groups(job.groups());
                case "phases" -> phases(job.phases(), job.groups());
                case "defaults" ->
                {
                    // Each group has its own value of every key.
                }
                default -> key(key, job.values());
            }
        }
    }

    private void machine(final HostSpec host) throws IOException
    {
        out.beginMap("machine");
        out.text(JobForms.KIND, host.kind().label());
        for (final JobKey key : forms.machine().keys())
        {
            key(key, host.values());
        }
        out.endMap();
    }

    private void groups(final List<VmShape> groups) throws IOException
    {
        out.beginList("vms");
        for (final VmShape group : groups)
        {
            out.beginItem();
            out.text(JobForms.NAME, group.name());
            for (final JobKey key : forms.group().keys())
            {
                key(key, group.values());
            }
            out.beginList("devices");
            for (final DeviceShape device : group.devices())
            {
                device(device);
            }
            out.endList();
            out.endItem();
        }
        out.endList();
    }

    private void device(final DeviceShape device) throws IOException
    {
        out.beginItem();
        out.text(JobForms.NAME, device.name());
        settings(forms.device(), device.values());
        out.beginMap(JobForms.TRAFFIC);
        out.text(JobForms.KIND, device.stream().kind());
        for (final JobKey key : forms.traffic(forms.kind(device.stream().kind())).keys())
        {
            key(key, device.stream().values());
        }
        out.endMap();
        out.endItem();
    }

    private void phases(final List<PhaseShape> phases, final List<VmShape> groups) throws IOException
    {
        if (phases.isEmpty())
        {
            return;
        }
        out.beginList("phases");
        for (final PhaseShape phase : phases)
        {
            out.beginItem();
            out.text(JobForms.NAME, phase.name());
            out.text(StormSettings.DURATION.name(), Quantity.durationText(phase.durationNs()));
            changes(phase.changes(), groups);
            out.endItem();
        }
        out.endList();
    }

    private void changes(final List<PhaseShape.Change> changes, final List<VmShape> groups) throws IOException
    {
        if (changes.isEmpty())
        {
            return;
        }
        out.beginMap("change");
        for (final PhaseShape.Change change : changes)
        {
            out.beginMap(change.name(groups));
            settings(forms.change(), change.values());
            out.endMap();
        }
        out.endMap();
    }

    private void key(final JobKey key, final SettingValues values) throws IOException
    {
        if (key.shape() == JobKey.Shape.MAP && key.form().settings().stream().anyMatch(values::has))
        {
            out.beginMap(key.name());
            settings(key.form(), values);
            out.endMap();
        }
        else
        {
            setting(key, values);
        }
    }

    private void settings(final JobForm form, final SettingValues values) throws IOException
    {
        for (final JobKey key : form.keys())
        {
            setting(key, values);
        }
    }

    private void setting(final JobKey key, final SettingValues values) throws IOException
    {
        if (key.setting() == null || !values.has(key.setting()))
        {
            return;
        }
        final String shown = escaped(values.shown(key.setting()));
        if (key.shape() == JobKey.Shape.DISTRIBUTION)
        {
            out.flow(key.name(), shown);
        }
        else if (key.shape() == JobKey.Shape.TEXTS)
        {
            out.texts(key.name(), Arrays.stream(shown.split(",", -1)).map(String::strip).toList());
        }
        else
        {
            out.text(key.name(), shown);
        }
    }

    /** Returns a text in which nothing is read back as a variable. */
    private static String escaped(final String text)
    {
        return text.replace("${", "$${");
    }
}
