package chaski.security.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Identifies the content of a file without reading it. Stamps of a file that was changed or replaced differ, also when a symbolic link in
 * its path was redirected, unless the file system reports neither times nor sizes.
 *
 * @param text the stamp
 */
public record FileStamp(String text) {

    /**
     * Returns the stamp of a file as it is now.
     *
     * @param file the file, which may be absent
     * @return its stamp
     */
    public static FileStamp of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey());
        } catch (IOException absent) {
            return new FileStamp("absent");
        }
    }
}
