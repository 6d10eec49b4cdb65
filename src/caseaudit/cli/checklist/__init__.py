"""The commands of the practice library. They work without a workspace, on the checklists that ship."""
