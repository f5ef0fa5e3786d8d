package org.gale.engine.storm.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.Quantity;

/** Printer of jobs, each key in the order of its declaration. What it prints reads back as the same job. */
public final class JobPrinter
{
    private final JobForms forms;
    private final Place place;

    private JobPrinter(final JobForms forms, final Place place)
    {
        this.forms = forms;
        this.place = place;
    }

    /** Returns a job as YAML. */
    public static String yaml(final Job job, final JobForms forms)
    {
        return YamlText.of(tree(job, forms));
    }

    /** Returns a job as one line of JSON. */
    public static String json(final Job job, final JobForms forms)
    {
        return TreeText.json(tree(job, forms));
    }

    /** Returns the tree of a job, at the place of its name. */
    public static JobNode.Fields tree(final Job job, final JobForms forms)
    {
        return new JobPrinter(forms, Place.ofOption(job.name())).job(job);
    }

    /** Map whose keys are added one by one. */
    private final class Fields
    {
        private final Map<String, JobNode.Field> fields = new LinkedHashMap<>();

        Fields add(final String key, final JobNode node)
        {
            fields.put(key, new JobNode.Field(place, node));

            return this;
        }

        Fields add(final String key, final String text)
        {
            return add(key, new JobNode.Text(place, text));
        }

        Fields add(final List<JobKey> keys, final SettingValues values)
        {
            keys.forEach(key -> addKey(key, values));

            return this;
        }

        private void addKey(final JobKey key, final SettingValues values)
        {
            if (key.shape() == JobKey.Shape.MAP && key.form().settings().stream().anyMatch(values::has))
            {
                add(key.name(), new Fields().add(key.form().keys(), values).node());
            }
            else if (key.setting() != null && values.has(key.setting()))
            {
                add(key.name(), value(key, escaped(values.shown(key.setting()))));
            }
        }

        private JobNode value(final JobKey key, final String shown)
        {
            return key.shape() == JobKey.Shape.TEXTS ? new JobNode.Items(place, Arrays.stream(shown.split(",", -1))
                .<JobNode>map(text -> new JobNode.Text(place, text.strip())).toList()) :
                new JobNode.Text(place, shown, key.shape() == JobKey.Shape.TREE);
        }

        JobNode.Fields node()
        {
            return new JobNode.Fields(place, fields);
        }
    }

    private JobNode.Fields job(final Job job)
    {
        final Fields all = new Fields();
        for (final JobKey key : forms.top().keys())
        {
            switch (key.name())
            {
                case "job" -> all.add("job", job.name());
                case "machine" -> all.add("machine", machine(key.form(), job));
                case "vms" -> all.add("vms", items(job.groups().stream()
                    .map(group -> group(key.form(), group)).toList()));
                case "phases" -> phases(key.form().below("change"), all, job);
                default -> all.add(List.of(key), job.values());
            }
        }

        return all.node();
    }

    private JobNode.Fields machine(final JobForm form, final Job job)
    {
        final Fields fields = new Fields().add(JobForms.KIND, job.host().label());
        for (final JobKey key : form.keys())
        {
            if (key.shape() != JobKey.Shape.MAPS)
            {
                fields.add(List.of(key), job.values());
            }
            else if (!job.partitions().isEmpty())
            {
                fields.add(key.name(), items(job.partitions().stream().map(partition ->
                    named(key.form(), partition.name(), partition.values()).node()).toList()));
            }
        }

        return fields.node();
    }

    private JobNode.Items items(final List<JobNode.Fields> nodes)
    {
        return new JobNode.Items(place, List.copyOf(nodes));
    }

    private Fields named(final JobForm form, final String name, final SettingValues values)
    {
        return new Fields().add(JobForms.NAME, name).add(form.keys(), values);
    }

    private JobNode.Fields group(final JobForm form, final VmShape group)
    {
        return named(form, group.name(), group.values())
            .add("devices", items(group.devices().stream()
            .map(device -> device(form.below("devices"), device)).toList())).node();
    }

    private JobNode.Fields device(final JobForm form, final DeviceShape device)
    {
        final StreamShape stream = device.stream();

        return named(form, device.name(), device.values())
            .add(JobForms.TRAFFIC, new Fields().add(JobForms.KIND, stream.kind())
            .add(forms.traffic(forms.kind(stream.kind())).keys(), stream.values()).node()).node();
    }

    private void phases(final JobForm change, final Fields all, final Job job)
    {
        final List<JobNode.Fields> phases = new ArrayList<>();
        for (final PhaseShape phase : job.phases())
        {
            final Fields fields = new Fields().add(JobForms.NAME, phase.name())
                .add(StormSettings.DURATION.name(), Quantity.durationText(phase.durationNs()));
            final Fields changes = new Fields();
            phase.changes().forEach(of -> changes.add(
                of.name(job.groups()), new Fields().add(change.keys(), of.values()).node()));
            phases.add(phase.changes().isEmpty() ? fields.node() : fields.add("change", changes.node()).node());
        }
        if (!phases.isEmpty())
        {
            all.add("phases", items(phases));
        }
    }

    /** Returns a text in which nothing is read back as a variable. */
    private static String escaped(final String text)
    {
        return text.replace("${", "$${");
    }
}
