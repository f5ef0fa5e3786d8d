import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Statement of what is in a package: the licence of each jar, and the CycloneDX list with the run-time image and every
 * native file. Run by {@code package.sh} as {@code Contents.java TREE LICENCES LIST-OF-MAVEN}.
 */
public final class Contents
{
    private static final Pattern LICENCE =
        Pattern.compile("(?i)META-INF/(?:.*/)?(?:licen[cs]e|notice|copying)[^/]*(?<!\\.class)");
    /** Licences of jars that hold none, by how their names begin; their poms name them. */
    private static final Map<String, String> BY_NAME = new TreeMap<>(Map.ofEntries(
        Map.entry("agrona-", "LICENSE"), Map.entry("asm-", "asm.txt"), Map.entry("chronicle-", "LICENSE"),
        Map.entry("compiler-2", "LICENSE"), Map.entry("jctools-", "LICENSE"), Map.entry("jffi-", "LICENSE"),
        Map.entry("jline-", "jline.txt"), Map.entry("jnr-a64asm-", "LICENSE"), Map.entry("jnr-constants-", "LICENSE"),
        Map.entry("jnr-ffi-", "LICENSE"), Map.entry("jnr-x86asm-", "jnr-x86asm.txt"),
        Map.entry("junixsocket-", "LICENSE"), Map.entry("picocli-", "LICENSE"), Map.entry("posix-", "LICENSE"),
        Map.entry("snakeyaml-engine-", "LICENSE")));
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    private final Path tree;
    private final List<ObjectNode> natives = new ArrayList<>();
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Contents(final Path tree)
    {
        this.tree = tree;
    }

    /** Writes licences and list. */
    public static void main(final String[] arguments) throws IOException, NoSuchAlgorithmException
    {
        final Contents contents = new Contents(Path.of(arguments[0]));
        contents.licences(Path.of(arguments[1]));
        contents.list(Path.of(arguments[2]));
    }

    private void licences(final Path texts) throws IOException
    {
        final Path out = tree.resolve("share/doc/gale/licences");
        for (final Path jar : files(tree.resolve("java/lib")))
        {
            final String name = jar.getFileName().toString();
            final Path place = Files.createDirectories(out.resolve(name.replaceAll("\\.jar$", "")));
            int count = 0;
            try (ZipFile zip = new ZipFile(jar.toFile()))
            {
                for (final ZipEntry entry :
                    zip.stream().filter(each -> LICENCE.matcher(each.getName()).matches()).toList())
                {
                    try (InputStream in = zip.getInputStream(entry))
                    {
                        Files.write(place.resolve(Path.of(entry.getName()).getFileName()), in.readAllBytes());
                    }
                    count++;
                }
            }
            if (count == 0)
            {
                final String text = BY_NAME.entrySet().stream().filter(entry -> name.startsWith(entry.getKey()))
                    .map(Map.Entry::getValue).findFirst().orElseThrow(() -> new IOException(
                        name + " holds no licence, and engine/src/package/Contents.java knows none"));
                Files.copy(texts.resolve(text), place.resolve("LICENSE"));
            }
        }
    }

    private void list(final Path maven) throws IOException, NoSuchAlgorithmException
    {
        final ObjectNode list = (ObjectNode)json.readTree(Files.readAllBytes(maven));
        final ArrayNode components = list.withArray("components");
        final Properties release = new Properties();
        try (InputStream in = Files.newInputStream(tree.resolve("runtime/release")))
        {
            release.load(in);
        }
        final ObjectNode image = component("platform", "OpenJDK run-time image", tree.resolve("runtime/lib/modules"));
        image.put("version",
            unquoted(release.getProperty("JAVA_RUNTIME_VERSION", release.getProperty("JAVA_VERSION"))));
        image.put("description", "Made by jlink of the modules " + unquoted(release.getProperty("MODULES")));
        image.putArray("licenses").addObject().put("expression", "GPL-2.0-only WITH Classpath-exception-2.0");
        components.add(image);

        for (final Path file : files(tree))
        {
            final byte[] bytes = Files.readAllBytes(file);
            add(tree.relativize(file).toString(), bytes);
            if (file.toString().endsWith(".jar"))
            {
                inside(file);
            }
        }
        natives.forEach(components::add);
        Files.writeString(tree.resolve("share/doc/gale/gale.cdx.json"), json.writeValueAsString(list) + '\n',
            StandardCharsets.UTF_8);
    }

    private void inside(final Path jar) throws IOException, NoSuchAlgorithmException
    {
        try (ZipFile zip = new ZipFile(jar.toFile()))
        {
            for (final ZipEntry entry : zip.stream().toList())
            {
                try (InputStream in = zip.getInputStream(entry))
                {
                    add(tree.relativize(jar) + "!/" + entry.getName(), in.readAllBytes());
                }
            }
        }
    }

    private void add(final String name, final byte[] bytes) throws NoSuchAlgorithmException
    {
        final boolean isElf = bytes.length > ELF.length && bytes[0] == ELF[0] && bytes[1] == ELF[1] &&
            bytes[2] == ELF[2] && bytes[3] == ELF[3];
        if (isElf || name.matches(".*\\.(?:dll|dylib|jnilib|so|a)$"))
        {
            natives.add(component("file", name, bytes));
        }
    }

    private ObjectNode component(final String type, final String name, final Path file)
        throws IOException, NoSuchAlgorithmException
    {
        return component(type, name, Files.readAllBytes(file));
    }

    private ObjectNode component(final String type, final String name, final byte[] bytes)
        throws NoSuchAlgorithmException
    {
        final ObjectNode component = json.createObjectNode();
        component.put("type", type).put("bom-ref", type + ':' + name).put("name", name);
        component.putArray("hashes").addObject().put("alg", "SHA-256").put("content",
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));

        return component;
    }

    private static String unquoted(final String text)
    {
        return text.replace("\"", "");
    }

    /** Returns the regular files below a directory in the order of their names. */
    private static List<Path> files(final Path directory) throws IOException
    {
        try (Stream<Path> all = Files.walk(directory))
        {
            return all.filter(file -> Files.isRegularFile(file) && !Files.isSymbolicLink(file)).sorted().toList();
        }
    }
}
